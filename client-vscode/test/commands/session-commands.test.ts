import { describe, expect, it } from 'vitest';
import { editor } from '../fake-vscode.js';
import { type FakeServer, refusal } from '../support/fake-server.js';
import { withFreshEditor } from '../support/fresh-editor.js';
import { openCommands } from '../support/open-commands.js';
import { summary } from '../support/samples.js';

describe('the commands of a session', () => {
  withFreshEditor();

  /** The server refuses to suspend what is at work, unless it is forced to. */
  function refuseAtWork(server: FakeServer): void {
    server.answers.set('session/suspend', (params: { force?: boolean }) => (params.force === true ? {} : refusal(
      1003, "Session 'A' is at work.", { hint: 'Wait until its turn is over, or set force to suspend it all the same.' })));
  }

  it('SND-10 interrupts the sessions of the rows that run, and none that does not', async () => {
    const { asked, interrupt } = await openCommands([
      summary('a'), summary('b', { phase: 'detached' }), summary('c', { phase: 'suspended' }), summary('d', { phase: 'starting' })]);

    await interrupt.execute('a', ['a', 'b', 'c', 'd']);

    expect(asked('session/interrupt')).toEqual([{ sessionId: 'a' }, { sessionId: 'b' }]);
  });

  it('from the palette goes to the session whose terminal the user is in, without a question', async () => {
    const { asked, tabs, interrupt } = await openCommands([summary('a'), summary('b')]);
    tabs.open('b');

    await interrupt.execute();

    expect(asked('session/interrupt')).toEqual([{ sessionId: 'b' }]);
    expect(editor.picks).toEqual([]);
  });

  it('from the palette asks where that session does not fit', async () => {
    const { asked, tabs, interrupt } = await openCommands([summary('a'), summary('b', { phase: 'suspended' })]);
    tabs.open('b');
    editor.choices = ['Title a'];

    await interrupt.execute();

    expect(editor.picks).toEqual([['Title a']]);
    expect(asked('session/interrupt')).toEqual([{ sessionId: 'a' }]);
  });

  it('suspends without a question what the server lets be suspended', async () => {
    const { asked, suspend } = await openCommands([summary('a')]);

    await suspend.execute('a');

    expect(asked('session/suspend')).toEqual([{ sessionId: 'a' }]);
    expect(editor.messages).toEqual([]);
  });

  it.each([
    ['Suspend Anyway', [{ sessionId: 'a' }, { sessionId: 'a', force: true }]],
    ['Cancel', [{ sessionId: 'a' }]],
  ])('PH-15 suspends what is at work only by force, when the user has confirmed it: %s', async (choice, expected) => {
    const { server, asked, suspend } = await openCommands([summary('a')]);
    refuseAtWork(server);
    editor.choices = [choice];

    await suspend.execute('a');

    expect(editor.messages).toEqual(['Suspend “Title a” anyway?']);
    expect(asked('session/suspend')).toEqual(expected);
  });

  it.each([
    [1003, 'Session is only starting.', 'Try again once it runs.'],
    [1005, 'Session cannot be resumed: it does not take up an earlier conversation.', 'Create a new session.'],
    [1702, 'The host is busy.', 'Do not force it; try again.'],
  ])('PH-15 what force would not change is told and not forced: %i', async (code, message, hint) => {
    const { server, asked, suspend } = await openCommands([summary('a')]);
    server.answers.set('session/suspend', () => refusal(code, message, { hint }));

    await suspend.execute('a');

    expect(editor.messages).toEqual([`Title a could not be suspended: ${message} ${hint}`]);
    expect(asked('session/suspend')).toEqual([{ sessionId: 'a' }]);
  });

  it('resumes a session, takes over what the answer says of it and opens its terminal', async () => {
    const { server, store, tabs, asked, resume } = await openCommands([summary('a', { phase: 'suspended' }), summary('b')]);
    server.answers.set('session/resume', () => ({ session: summary('a', { revision: 2, phase: 'created' }) }));

    await resume.execute('a');

    expect(asked('session/resume')).toEqual([{ sessionId: 'a' }]);
    expect(store.get('a')?.phase).toBe('created');
    expect(tabs.sessionIds).toEqual(['a']);
  });

  it('opens nothing when several are resumed, or the one could not be', async () => {
    const { server, tabs, asked, resume } = await openCommands(['a', 'b'].map((id) => summary(id, { phase: 'suspended' })));
    server.answers.set('session/resume', ({ sessionId }: { sessionId: string }) => ({ session: summary(sessionId, { revision: 2 }) }));
    await resume.execute('a', ['a', 'b']);
    expect(asked('session/resume')).toHaveLength(2);

    const { server: other, tabs: otherTabs, resume: resumeOther } = await openCommands([summary('a', { phase: 'suspended' })]);
    other.answers.set('session/resume', () => refusal(1005, "Its folder '/x' is gone."));
    await resumeOther.execute('a');

    expect(tabs.sessionIds).toEqual([]);
    expect(otherTabs.sessionIds).toEqual([]);
    expect(editor.messages).toEqual(["Title a could not be resumed: Its folder '/x' is gone."]);
  });

  it('forks a session, whatever its phase, takes over the new one and opens its terminal', async () => {
    const { server, store, tabs, asked, fork } = await openCommands([summary('a', { nativeSessionId: 'n' }), summary('b')]);
    server.answers.set('session/fork', () => ({ session: summary('f', { revision: 2, phase: 'created', parentId: 'a' }) }));

    await fork.execute('a');

    expect(asked('session/fork')).toEqual([{ sessionId: 'a' }]);
    expect(store.get('f')?.parentId).toBe('a');
    expect(tabs.sessionIds).toEqual(['f']);
  });

  it('forks each session of the rows whose conversation is known, and opens none of several', async () => {
    const { server, tabs, asked, fork } = await openCommands([
      summary('a', { nativeSessionId: 'n' }), summary('b'), summary('c', { phase: 'ended', nativeSessionId: 'm' })]);
    server.answers.set('session/fork', ({ sessionId }: { sessionId: string }) => ({ session: summary(`${sessionId}-fork`, { revision: 2 }) }));

    await fork.execute('a', ['a', 'b', 'c']);

    expect(asked('session/fork')).toEqual([{ sessionId: 'a' }, { sessionId: 'c' }]);
    expect(tabs.sessionIds).toEqual([]);
  });

  it('tells why a session could not be forked', async () => {
    const { server, tabs, fork } = await openCommands([summary('a', { nativeSessionId: 'n' })]);
    server.answers.set('session/fork', () => refusal(
      1005, "Session 'A' cannot be forked: Gemini CLI makes no copy of a conversation.", { hint: 'Create a new session.' }));

    await fork.execute('a');

    expect(tabs.sessionIds).toEqual([]);
    expect(editor.messages).toEqual([
      "Title a could not be forked: Session 'A' cannot be forked: Gemini CLI makes no copy of a conversation. Create a new session."]);
  });
});
