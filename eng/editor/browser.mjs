/** One code-server with its own settings and extensions: a VS Code whose window is a web page on this machine only. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { start } from '../console/children.mjs';
import { run } from '../console/run.mjs';
import { Refusal } from '../console/steps.mjs';
import { codeServer } from '../machine/code-server.mjs';

/** Everything the editor would otherwise write into the user's own folders. */
export function editorFolders(parent) {
  return { data: join(parent, 'data'), extensions: join(parent, 'extensions') };
}

export async function writeSettings(folders, settings) {
  await mkdir(join(folders.data, 'User'), { recursive: true });
  await writeFile(join(folders.data, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
}

export async function installExtension(folders, vsix, env) {
  const { node, script } = await codeServer();
  await run('Installing the extension into the editor', node, [script, ...own(folders), '--install-extension', vsix, '--force'], { env });
}

/**
 * Starts the editor and resolves when its page can be opened.
 * @param {number} port 0 takes any free one
 * @returns {Promise<{child: import('node:child_process').ChildProcess, address: string}>}
 */
export async function serveEditor(folders, { port, env, args = [] }) {
  const { node, script } = await codeServer();
  const child = start(node, [
    script, ...own(folders), '--host', '127.0.0.1', '--port', String(port), '--auth', 'none',
    '--disable-telemetry', '--disable-update-check', '--disable-proxy', '--disable-getting-started-override', ...args,
  ], { env });
  const output = [];
  const listening = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        if (output.length < 1000) output.push(text);
        const address = /listening on (http:\/\/[^\s/]+)/.exec(text);
        if (address) resolve(address[1]);
      });
    }
  });
  const address = await Promise.race([listening, once(child, 'exit')]);
  if (typeof address !== 'string') throw new Refusal(`${output.join('')}\nThe editor ended before its page could be opened; its output is above.`);
  return { child, address };
}

export function pageAddress(address, folder) {
  return `${address}/?folder=${encodeURIComponent(folder).replaceAll('%2F', '/')}`;
}

function own({ data, extensions }) {
  return ['--user-data-dir', data, '--extensions-dir', extensions, '--config', join(data, 'config.yaml')];
}
