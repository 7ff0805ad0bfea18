/** The npm packages of the tree, installed when what is asked for has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { root } from '../paths.mjs';
import { environment, npm } from './environment.mjs';
import { node24 } from './node24.mjs';

const stamp = join(root, 'node_modules', '.orchestrator-installed');

export async function needPackagesOfTree() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { bin } = await node24();
  const [command, args] = npm(process.env.CI ? 'ci' : 'install');
  await run('Installing npm packages', command, args, { cwd: root, env: environment({ path: [bin] }) });
  // The lock file may have been completed by the install.
  writeFileSync(stamp, fingerprint());
}

function fingerprint() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = ['package.json', 'package-lock.json', ...workspaces.map((folder) => join(folder, 'package.json'))];
  const hash = createHash('sha256');
  for (const file of files.map((name) => join(root, name))) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0');
  return hash.digest('hex');
}
