/** A session in a real editor: made, used, left, found again, seen from a second window, stopped. */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { Editor } from './support/editor.mjs';
import { hostPid } from './support/host.mjs';
import { storyOf } from './support/story.mjs';

describe('A shell session in the editor', () => {
  const editor = new Editor('session');
  const step = storyOf(editor);
  let first;
  let second;

  before(async () => {
    await editor.open({ trust: 'everything' });
    first = await editor.window();
  });

  after(() => editor.close());

  step('New Session offers agents, and the chosen one appears as a row with its terminal beside it', async () => {
    await first.showAgents();
    await editor.screenshot(first, 'agents-view');
    await first.command('Agents: New Session');
    await first.choice('Shell').waitFor();
    await editor.screenshot(first, 'choose-an-agent');
    await first.pick('Shell');
    await first.row(/shell/i).waitFor();
    await first.terminal().waitFor();
    await editor.screenshot(first, 'session-created');
  });

  step('A command that is typed into the terminal runs', async () => {
    await first.typeLine('echo $((40+2))');
    await first.terminalLine('42');
    await editor.screenshot(first, 'command-answered');
  });

  step('CON-11 Reloading the window re-attaches the running session', async () => {
    await first.reload();
    await first.showAgents();
    await first.row(/shell/i).click();
    await first.terminalLine('42');
    await editor.screenshot(first, 'after-reload');
    await first.typeLine('echo $((50+5))');
    await first.terminalLine('55');
  });

  step('A second window shows the same list', async () => {
    second = await editor.window();
    await second.showAgents();
    await second.row(/shell/i).waitFor();
    await editor.screenshot(second, 'second-window');
  });

  step('STO-08 CON-10 When the host is killed, windows reconnect by themselves and the shell goes on', async () => {
    await first.answered('kept=by-the-holder; echo "$kept"', 'by-the-holder');
    process.kill(hostPid(editor.folders.state), 'SIGKILL');

    // What is typed while nobody is there waits, or is said to be lost: it is asked again until it is answered.
    await first.answered('echo "still kept $kept"', 'still kept by-the-holder');
    await editor.screenshot(first, 'after-the-host-was-killed');
    await second.row(/shell/i).waitFor();
  });

  step('Stop ends the session, and every window says how it ended', async () => {
    await first.chooseFromMenu(first.row(/shell/i), /^Stop/);
    await first.row(/stopped|ended|exited/i).waitFor();
    await second.row(/stopped|ended|exited/i).waitFor();
    await editor.screenshot(first, 'session-stopped');
  });

  step('Nothing is left running when the editor closes and the host is told to end', async () => {
    const left = await editor.close();

    assert.deepEqual(left, []);
  });
});
