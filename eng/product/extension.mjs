/** The extension, packaged with the server inside, so that an installed one works by itself. */
import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { environment, npm } from '../machine/environment.mjs';
import { node24 } from '../machine/node24.mjs';
import { needPackagesOfTree } from '../machine/packages.mjs';
import { marketplaceTarget } from '../machine/platform.mjs';
import { extensionFolder, root, serverFolder, vsix } from '../paths.mjs';

export async function packageExtension() {
  await needPackagesOfTree();
  const { bin } = await node24();
  const env = environment({ path: [bin] });
  const [command, args] = npm('run', 'build', '--workspace', 'client-vscode');
  await run('Building the extension', command, args, { cwd: root, env });

  const carried = join(extensionFolder, 'server');
  await rm(carried, { recursive: true, force: true });
  await cp(serverFolder, carried, { recursive: true, filter: (file) => !/\.(pdb|xml)$/.test(file) });
  await copyFile(join(root, 'LICENSE'), join(extensionFolder, 'LICENSE'));
  await copyFile(join(root, 'THIRD-PARTY-NOTICES.md'), join(extensionFolder, 'THIRD-PARTY-NOTICES.md'));
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run('Packaging the extension', 'node', [
    vsce, 'package', '--no-dependencies', '--target', marketplaceTarget, '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix,
  ], { cwd: extensionFolder, env });
}
