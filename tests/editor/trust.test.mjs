/** A folder that nobody has trusted: the extension may be looked at, and starts nothing. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Editor } from './support/editor.mjs';
import { hostPid } from './support/host.mjs';
import { processesOf } from './support/processes.mjs';

describe('An untrusted workspace', () => {
  const editor = new Editor('trust');
  let window;

  before(async () => {
    await editor.open({ trust: 'nothing yet' });
    window = await editor.window();
  });

  afterEach(async (context) => {
    if (context.passed === false) await editor.keepEvidence();
  });

  after(() => editor.close());

  test('SEC-06 Nothing starts in an untrusted workspace', async () => {
    await window.restrictedMode().waitFor();
    await window.showAgents();
    await window.command('New Session');
    await window.message(/trust/i).waitFor();
    await editor.screenshot(window, 'restricted');

    assert.equal(hostPid(editor.folders.state), undefined);
    assert.deepEqual(processesOf(editor.folders.state).filter(({ command }) => /\borchestrator (serve|host|hold)\b/.test(command)), []);
  });

  test('SEC-06 The same window works once its folder is trusted', async () => {
    await window.trustWorkspace();
    await window.showAgents();
    await window.command('New Session');
    await window.pick('Shell');
    await window.row(/shell/i).waitFor();
    await editor.screenshot(window, 'trusted');
  });
});
