/** `npm start [-- folder] [-- --browser]`: builds everything and opens the extension in an editor. */
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { main, say } from './console/steps.mjs';
import { editorFolders, installExtension, pageAddress, serveEditor, writeSettings } from './editor/browser.mjs';
import { hasDesktopEditor, openDesktopEditor } from './editor/desktop.mjs';
import { freePort } from './editor/port.mjs';
import { environment } from './machine/environment.mjs';
import { cache, root, vsix } from './paths.mjs';
import { packageExtension } from './product/extension.mjs';
import { publishServer } from './product/server.mjs';

const firstPort = 8710;
const firstSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
};

await main(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { browser: { type: 'boolean' } } });
  const folder = resolve(process.env.INIT_CWD ?? '.', positionals[0] ?? '.');
  await publishServer();
  await packageExtension();
  if (!values.browser && hasDesktopEditor()) await openDesktopEditor(folder);
  else await serveInBrowser(folder);
});

async function serveInBrowser(folder) {
  const folders = editorFolders(join(cache, 'editor'));
  const env = environment();
  if (!existsSync(join(folders.data, 'User', 'settings.json'))) await writeSettings(folders, firstSettings);
  await installExtension(folders, vsix, env);
  // Whoever built this tree has run its code already; any other folder gets the editor's own question.
  const args = folder === root ? ['--disable-workspace-trust'] : [];
  const { child, address } = await serveEditor(folders, { port: await freePort(firstPort), env, args });
  process.once('exit', () => {
    say('The editor has stopped. Sessions that were running still are, and the next start shows them.');
    process.exitCode = 0;
  });
  say('The editor runs until you press Ctrl-C; sessions run on after that.');
  say(`Open  ${pageAddress(address, folder)}`);
  await once(child, 'exit');
}
