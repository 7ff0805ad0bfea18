/** Every suite of `npm test`, in the order they run: what ends soonest first. */
import { chromium } from '../machine/chromium.mjs';
import { codeServer } from '../machine/code-server.mjs';
import { fullScreenPrograms } from '../machine/full-screen-programs.mjs';
import { crash } from './crash.mjs';
import { dotnet } from './dotnet.mjs';
import { extension } from './extension.mjs';
import { nodeSuite } from './node-tests.mjs';
import { screens } from './screens.mjs';

export const suites = [
  nodeSuite({ name: 'eng', title: 'Build scripts', folder: 'eng' }),
  nodeSuite({ name: 'fakes', title: 'Fake model', folder: 'tests/fakes' }),
  extension,
  dotnet,
  screens,
  nodeSuite({ name: 'blackbox', title: 'Built executable over stdio', folder: 'tests/blackbox' }),
  nodeSuite({ name: 'soak', title: 'Many sessions at once', folder: 'tests/soak' }),
  crash,
  nodeSuite({ name: 'editor', title: 'Extension in a real editor', folder: 'tests/editor', needs: editorBrowserAndPrograms }),
  nodeSuite({ name: 'agents', title: 'Real agent programs', folder: 'tests/agents' }),
];

async function editorBrowserAndPrograms() {
  await codeServer();
  await chromium();
  await fullScreenPrograms();
}
