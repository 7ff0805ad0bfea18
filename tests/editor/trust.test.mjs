/** A folder that nobody has trusted: the extension may be looked at, and starts nothing. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { Editor } from './support/editor.mjs';
import { hostPid } from './support/host.mjs';
import { processesOf } from './support/processes.mjs';
import { storyOf } from './support/story.mjs';

describe('An untrusted workspace', () => {
  const editor = new Editor('trust');
  const step = storyOf(editor);
  let marker;
  let window;

  before(async () => {
    await editor.open({ trust: 'nothing yet' });
    marker = await plantServer(editor.folders.workspace);
    window = await editor.window();
  });

  after(() => editor.close());

  step('SEC-06 Nothing starts in an untrusted workspace', async () => {
    await window.restrictedMode().waitFor();
    await window.showAgents();
    await window.message(/trust/i).waitFor();
    await editor.activation();
    await editor.screenshot(window, 'restricted');

    assert.equal(hostPid(editor.folders.state), undefined);
    assert.deepEqual(processesOf(editor.folders.state).filter(({ command }) => /\borchestrator (serve|host|hold)\b/.test(command)), []);
  });

  step('SEC-06 The same window works once its folder is trusted', async () => {
    await window.trustWorkspace();
    await window.showAgents();
    await window.command('Agents: New Session');
    await window.pick('Shell');
    await window.row(/shell/i).waitFor();
    await editor.screenshot(window, 'trusted');
  });

  step('SEC-06 No executable comes from the settings of the workspace', () => {
    assert.equal(existsSync(marker), false);
  });
});

/** A workspace that names a program of its own as the server; the file it would write tells whether it ran. */
async function plantServer(workspace) {
  const marker = join(workspace, 'ran');
  const program = join(workspace, 'server.sh');
  await writeFile(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
  await mkdir(join(workspace, '.vscode'));
  await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'orchestrator.serverPath': program }));
  return marker;
}
