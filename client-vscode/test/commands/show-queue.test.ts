import { describe, expect, it } from 'vitest';
import type { QueuedMessage } from '../../src/protocol/contract.js';
import { editor } from '../fake-vscode.js';
import { settled } from '../support/fake-clock.js';
import { refusal } from '../support/fake-server.js';
import { withFreshEditor } from '../support/fresh-editor.js';
import { openCommands } from '../support/open-commands.js';
import { summary } from '../support/samples.js';

describe('the queue of a session', () => {
  withFreshEditor();

  const prompt = (messageId: string, changes: Partial<QueuedMessage> = {}): QueuedMessage => ({
    messageId, preview: `Prompt ${messageId} $(x)`, acceptedAt: '2030-01-01T00:00:00.000Z', state: 'waiting', mode: 'queue', ...changes,
  });
  const label = (messageId: string): string => `Prompt ${messageId} $\u200b(x)`;

  async function queueOf(...prompts: QueuedMessage[]) {
    const opened = await openCommands([summary('a', { queued: prompts.length })]);
    let left = prompts;
    opened.server.answers.set('session/queue', () => ({ messages: left }));
    opened.server.answers.set('session/unqueue', ({ messageId }: { messageId: string }) => {
      left = left.filter((each) => each.messageId !== messageId);
      return {};
    });
    return opened;
  }

  it('SND-07 takes out the prompt that is chosen and confirmed, then shows the rest', async () => {
    const { asked, showQueue } = await queueOf(prompt('1', { state: 'delivering' }), prompt('2'), prompt('3'));
    editor.choices = [label('3'), 'Take Out'];

    await showQueue.execute('a');

    expect(asked('session/unqueue')).toEqual([{ sessionId: 'a', messageId: '3' }]);
    expect(editor.picks).toEqual([['1', '2', '3'].map(label), ['1', '2'].map(label)]);
  });

  it('SND-07 takes out nothing that is not confirmed, nor what is being typed', async () => {
    const { asked, showQueue } = await queueOf(prompt('1', { state: 'delivering' }), prompt('2'));
    editor.choices = [label('2'), 'Cancel'];
    await showQueue.execute('a');
    editor.choices = [label('1')];
    await showQueue.execute('a');

    expect(asked('session/unqueue')).toEqual([]);
    expect(editor.messages).toEqual([
      'Take this prompt out of the queue?', 'This prompt is being typed; it cannot be taken out any more.']);
  });

  it('SND-07 says when a prompt was delivered before it could be taken out', async () => {
    const { server, showQueue } = await queueOf(prompt('1'));
    server.answers.set('session/unqueue', () => refusal(1302, 'It waits no longer.'));
    editor.choices = [label('1'), 'Take Out'];

    await showQueue.execute('a');

    expect(editor.messages.at(-1)).toBe('The prompt could not be taken out: It waits no longer.');
    expect(editor.picks).toHaveLength(1);
  });

  it('says that nothing waits, and the last prompt taken out ends it', async () => {
    const { showQueue } = await queueOf(prompt('1'));
    editor.choices = [label('1'), 'Take Out'];

    await showQueue.execute('a');
    await settled();

    expect(editor.messages).toEqual(['Take this prompt out of the queue?', 'No prompt waits in “Title a”.']);
  });
});
