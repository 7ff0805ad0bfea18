/** A session in a real editor: made, used, left, found again, seen from a second window, stopped. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Editor } from './support/editor.mjs';

describe('A shell session in the editor', () => {
  const editor = new Editor('session');
  let first;
  let second;

  before(async () => {
    await editor.open({ trust: 'everything' });
    first = await editor.window();
  });

  afterEach(async (context) => {
    if (context.passed === false) await editor.keepEvidence();
  });

  after(() => editor.close());

  test('New Session offers agents, and the chosen one appears as a row with its terminal beside it', async () => {
    await first.showAgents();
    await editor.screenshot(first, 'agents-view');
    await first.command('New Session');
    await first.choice('Shell').waitFor();
    await editor.screenshot(first, 'choose-an-agent');
    await first.pick('Shell');
    await first.row(/shell/i).waitFor();
    await first.terminal().waitFor();
    await editor.screenshot(first, 'session-created');
  });

  test('A command that is typed into the terminal runs', async () => {
    await first.typeLine('echo $((40+2))');
    await first.terminalLine('42');
    await editor.screenshot(first, 'command-answered');
  });

  test('CON-11 Reloading the window re-attaches the running session', async () => {
    await first.reload();
    await first.showAgents();
    await first.row(/shell/i).click();
    await first.terminalLine('42');
    await editor.screenshot(first, 'after-reload');
    await first.typeLine('echo $((50+5))');
    await first.terminalLine('55');
  });

  test('A second window shows the same list', async () => {
    second = await editor.window();
    await second.showAgents();
    await second.row(/shell/i).waitFor();
    await editor.screenshot(second, 'second-window');
  });

  test('Stop ends the session, and every window says how it ended', async () => {
    await first.chooseFromMenu(first.row(/shell/i), /^Stop/);
    await first.row(/stopped|ended|exited/i).waitFor();
    await second.row(/stopped|ended|exited/i).waitFor();
    await editor.screenshot(first, 'session-stopped');
  });

  test('Nothing is left running when the editor closes and the host is told to end', async () => {
    const left = await editor.close();

    assert.deepEqual(left, []);
  });
});
