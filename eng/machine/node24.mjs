/** Node 24, which code-server and the packager need; the machine's own Node may be older. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { installOnce } from './cache.mjs';
import { environment, npm } from './environment.mjs';

const version = '24.21.0';
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** @returns {Promise<{bin: string, home: string}>} the folder with `node` in it, and the one with its headers */
export async function node24() {
  const folder = await installOnce(`node-${version}-${platform}`, async (partial) => {
    await writeFile(join(partial, 'package.json'), '{"private":true}');
    const [command, args] = npm('install', '--no-package-lock', `node-${platform}@${version}`);
    await run(`Installing Node ${version}`, command, args, { cwd: partial, env: environment() });
  });
  const home = join(folder, 'node_modules', `node-${platform}`);
  return { home, bin: join(home, 'bin') };
}
