/** code-server: a real VS Code whose window is a web page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { installOnce } from './cache.mjs';
import { needPackages } from './debian.mjs';
import { environment, npm } from './environment.mjs';
import { node24 } from './node24.mjs';

const version = '4.139.1';
const compilerPackages = ['build-essential', 'python3', 'pkg-config'];
const systemLibraries = ['libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'];

/** @returns {Promise<{node: string, script: string}>} the Node to run and the script that is code-server */
export async function codeServer() {
  const { home, bin } = await node24();
  const folder = await installOnce(`code-server-${version}-${process.platform}-${process.arch}`, async (partial) => {
    await needPackages('The editor in the browser', ...compilerPackages, ...systemLibraries);
    await writeFile(join(partial, 'package.json'), '{"private":true}');
    const [command, args] = npm('install', '--no-package-lock', '--foreground-scripts', `code-server@${version}`);
    await run(`Installing code-server ${version} and compiling its native modules: two minutes, once`, command, args, {
      cwd: partial,
      env: environment({
        path: [bin],
        // Compiles against the headers beside that Node: nothing else may be downloaded.
        npm_config_nodedir: home,
        // Its install script fetches and compiles the editor's own modules; npm may ask for this to be allowed.
        npm_config_dangerously_allow_all_scripts: 'true',
      }),
    });
  });
  return { node: join(bin, 'node'), script: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js') };
}
