import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.js';
import { ForkSession } from '../../src/commands/fork-session.js';
import { InterruptSession } from '../../src/commands/interrupt-session.js';
import { ResumeSession } from '../../src/commands/resume-session.js';
import { SessionStarter } from '../../src/commands/session-starter.js';
import { ShowQueue } from '../../src/commands/show-queue.js';
import { SuspendSession } from '../../src/commands/suspend-session.js';
import { initializeParams } from '../../src/connection/initialize-params.js';
import { ServerConnection } from '../../src/connection/server-connection.js';
import type { QueuedMessage, SessionSummary } from '../../src/protocol/contract.js';
import { HealthMonitor } from '../../src/state/health-monitor.js';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { Notices } from '../../src/views/notices.js';
import { SessionPicker } from '../../src/views/session-picker.js';
import { SessionView } from '../../src/views/session-view.js';
import { TerminalTabs } from '../../src/views/terminal-tabs.js';
import { editor } from '../fake-vscode.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { quietLog, revealed, summary } from '../support/samples.js';

describe('the commands of a session', () => {
  const made: { dispose(): void }[] = [];

  beforeEach(() => {
    Object.assign(editor, { terminals: [], tabs: [], active: undefined, messages: [], picks: [], choices: [] });
  });

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
    // A choice that nobody asked for would be a question that was not asked.
    expect(editor.choices).toEqual([]);
  });

  async function open(sessions: readonly SessionSummary[]) {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: sessions, total: sessions.length, revision: 1 }));
    server.answers.set('session/reveal', () => revealed('snapshot', 'x', 1));
    server.answers.set('session/interrupt', () => ({}));
    server.answers.set('session/suspend', () => ({}));
    server.answers.set('session/unqueue', () => ({}));
    const clock = new FakeClock();
    const connection = new ServerConnection({
      openTransport: server.open,
      initializeParams: () => initializeParams({ processId: 1, version: '1', folders: [], isDark: true }),
      clock, random: () => 0, log: quietLog,
    });
    const store = new SessionStore(connection, clock, () => 0);
    const health = new HealthMonitor(connection, store, clock);
    const terminals = new Terminals(connection, store, clock, () => 0);
    const view = new SessionView(store, health);
    const tabs = new TerminalTabs(store, terminals, clock);
    made.push(connection, store, health, terminals, view, tabs);
    connection.start();
    await until(() => store.read.kind === 'ready');
    const picker = new SessionPicker(store, view, tabs);
    const notices = new Notices(quietLog);
    const starter = new SessionStarter(connection, store, picker, tabs, notices);
    const asked = (method: string): unknown[] => server.peer.requests.filter((each) => each.method === method).map(({ params }) => params);
    return {
      server, store, tabs, asked,
      interrupt: new InterruptSession(connection, picker, notices) satisfies Command,
      suspend: new SuspendSession(connection, picker, notices) satisfies Command,
      resume: new ResumeSession(starter) satisfies Command,
      fork: new ForkSession(starter) satisfies Command,
      showQueue: new ShowQueue(connection, picker, notices) satisfies Command,
    };
  }

  /** The server refuses to suspend what is at work, unless it is forced to. */
  function refuseAtWork(server: FakeServer): void {
    server.answers.set('session/suspend', (params: { force?: boolean }) => (params.force === true ? {} : refusal(
      1003, "Session 'A' is at work.", { hint: 'Wait until its turn is over, or set force to suspend it all the same.' })));
  }

  it('SND-10 interrupts the sessions of the rows that run, and none that does not', async () => {
    const { asked, interrupt } = await open([
      summary('a'), summary('b', { phase: 'detached' }), summary('c', { phase: 'suspended' }), summary('d', { phase: 'starting' })]);

    await interrupt.execute('a', ['a', 'b', 'c', 'd']);

    expect(asked('session/interrupt')).toEqual([{ sessionId: 'a' }, { sessionId: 'b' }]);
  });

  it('from the palette goes to the session whose terminal the user is in, without a question', async () => {
    const { asked, tabs, interrupt } = await open([summary('a'), summary('b')]);
    tabs.open('b');

    await interrupt.execute();

    expect(asked('session/interrupt')).toEqual([{ sessionId: 'b' }]);
    expect(editor.picks).toEqual([]);
  });

  it('from the palette asks where that session does not fit', async () => {
    const { asked, tabs, interrupt } = await open([summary('a'), summary('b', { phase: 'suspended' })]);
    tabs.open('b');
    editor.choices = ['Title a'];

    await interrupt.execute();

    expect(editor.picks).toEqual([['Title a']]);
    expect(asked('session/interrupt')).toEqual([{ sessionId: 'a' }]);
  });

  it('suspends without a question what the server lets be suspended', async () => {
    const { asked, suspend } = await open([summary('a')]);

    await suspend.execute('a');

    expect(asked('session/suspend')).toEqual([{ sessionId: 'a' }]);
    expect(editor.messages).toEqual([]);
  });

  it.each([
    ['Suspend Anyway', [{ sessionId: 'a' }, { sessionId: 'a', force: true }]],
    ['Cancel', [{ sessionId: 'a' }]],
  ])('PH-15 suspends what is at work only by force, when the user has confirmed it: %s', async (choice, expected) => {
    const { server, asked, suspend } = await open([summary('a')]);
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
    const { server, asked, suspend } = await open([summary('a')]);
    server.answers.set('session/suspend', () => refusal(code, message, { hint }));

    await suspend.execute('a');

    expect(editor.messages).toEqual([`Title a could not be suspended: ${message} ${hint}`]);
    expect(asked('session/suspend')).toEqual([{ sessionId: 'a' }]);
  });

  it('resumes a session, takes over what the answer says of it and opens its terminal', async () => {
    const { server, store, tabs, asked, resume } = await open([summary('a', { phase: 'suspended' }), summary('b')]);
    server.answers.set('session/resume', () => ({ session: summary('a', { revision: 2, phase: 'created' }) }));

    await resume.execute('a');

    expect(asked('session/resume')).toEqual([{ sessionId: 'a' }]);
    expect(store.get('a')?.phase).toBe('created');
    expect(tabs.sessionIds).toEqual(['a']);
  });

  it('opens nothing when several are resumed, or the one could not be', async () => {
    const { server, tabs, asked, resume } = await open(['a', 'b'].map((id) => summary(id, { phase: 'suspended' })));
    server.answers.set('session/resume', ({ sessionId }: { sessionId: string }) => ({ session: summary(sessionId, { revision: 2 }) }));
    await resume.execute('a', ['a', 'b']);
    expect(asked('session/resume')).toHaveLength(2);

    const { server: other, tabs: otherTabs, resume: resumeOther } = await open([summary('a', { phase: 'suspended' })]);
    other.answers.set('session/resume', () => refusal(1005, "Its folder '/x' is gone."));
    await resumeOther.execute('a');

    expect(tabs.sessionIds).toEqual([]);
    expect(otherTabs.sessionIds).toEqual([]);
    expect(editor.messages).toEqual(["Title a could not be resumed: Its folder '/x' is gone."]);
  });

  it('forks a session, whatever its phase, takes over the new one and opens its terminal', async () => {
    const { server, store, tabs, asked, fork } = await open([summary('a', { nativeSessionId: 'n' }), summary('b')]);
    server.answers.set('session/fork', () => ({ session: summary('f', { revision: 2, phase: 'created', parentId: 'a' }) }));

    await fork.execute('a');

    expect(asked('session/fork')).toEqual([{ sessionId: 'a' }]);
    expect(store.get('f')?.parentId).toBe('a');
    expect(tabs.sessionIds).toEqual(['f']);
  });

  it('forks each session of the rows whose conversation is known, and opens none of several', async () => {
    const { server, tabs, asked, fork } = await open([
      summary('a', { nativeSessionId: 'n' }), summary('b'), summary('c', { phase: 'ended', nativeSessionId: 'm' })]);
    server.answers.set('session/fork', ({ sessionId }: { sessionId: string }) => ({ session: summary(`${sessionId}-fork`, { revision: 2 }) }));

    await fork.execute('a', ['a', 'b', 'c']);

    expect(asked('session/fork')).toEqual([{ sessionId: 'a' }, { sessionId: 'c' }]);
    expect(tabs.sessionIds).toEqual([]);
  });

  it('tells why a session could not be forked', async () => {
    const { server, tabs, fork } = await open([summary('a', { nativeSessionId: 'n' })]);
    server.answers.set('session/fork', () => refusal(
      1005, "Session 'A' cannot be forked: Gemini CLI makes no copy of a conversation.", { hint: 'Create a new session.' }));

    await fork.execute('a');

    expect(tabs.sessionIds).toEqual([]);
    expect(editor.messages).toEqual([
      "Title a could not be forked: Session 'A' cannot be forked: Gemini CLI makes no copy of a conversation. Create a new session."]);
  });

  describe('the queue', () => {
    const prompt = (messageId: string, changes: Partial<QueuedMessage> = {}): QueuedMessage => ({
      messageId, preview: `Prompt ${messageId} $(x)`, acceptedAt: '2030-01-01T00:00:00.000Z', state: 'waiting', mode: 'queue', ...changes,
    });
    const label = (messageId: string): string => `Prompt ${messageId} $\u200b(x)`;

    async function queueOf(...prompts: QueuedMessage[]) {
      const opened = await open([summary('a', { queued: prompts.length })]);
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
});
