import { afterEach, describe, expect, it } from 'vitest';
import { AnswerRequest } from '../../src/commands/answer-request.js';
import { NextAttention } from '../../src/commands/next-attention.js';
import type { AttentionRequest } from '../../src/protocol/contract.js';
import { RequestStore } from '../../src/state/request-store.js';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { UserFocus } from '../../src/state/user-focus.js';
import { Notices } from '../../src/views/notices.js';
import { RequestDialog } from '../../src/views/request-dialog.js';
import { RequestNotices } from '../../src/views/request-notices.js';
import { requestItems } from '../../src/views/request-text.js';
import { TerminalTabs } from '../../src/views/terminal-tabs.js';
import { editor } from '../fake-vscode.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { withFreshEditor } from '../support/fresh-editor.js';
import { quietLog, request, revealed, summary } from '../support/samples.js';

describe('what agents want, as the user is told it', () => {
  const made: { dispose(): void }[] = [];

  withFreshEditor();

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
  });

  async function open(...requests: AttentionRequest[]) {
    const server = new FakeServer();
    const sessions = [
      summary('s1', { attention: { count: 1 }, activitySince: '2030-01-01T00:00:02.000Z' }),
      summary('s2', { attention: { count: 1 }, activitySince: '2030-01-01T00:00:01.000Z' }), summary('s3')];
    server.answers.set('session/list', () => ({ items: sessions, total: 3, revision: 1 }));
    server.answers.set('session/reveal', () => revealed('snapshot', 'x', 1));
    server.answers.set('attention/list', () => ({ requests }));
    server.answers.set('attention/respond', () => ({}));
    const clock = new FakeClock();
    const connection = connectionTo(server, clock);
    const store = new SessionStore(connection, clock, () => 0);
    const pending = new RequestStore(connection, clock, () => 0);
    const tabs = new TerminalTabs(store, new Terminals(connection, store, clock, () => 0), clock);
    const focus = new UserFocus(connection);
    const dialog = new RequestDialog(connection, pending, store, tabs, new Notices(quietLog));
    made.push(connection, store, pending, tabs, focus, new RequestNotices(pending, store, focus, tabs, dialog));
    connection.start();
    await until(() => store.read.kind === 'ready' && pending.all().length === requests.length);
    const answered = (): unknown[] => server.peer.requests.filter(({ method }) => method === 'attention/respond').map(({ params }) => params);
    const ask = async (asked: AttentionRequest, notify?: boolean): Promise<void> => {
      await server.peer.rpc.sendNotification('attention/requested', { request: asked, ...(notify !== undefined && { notify }) });
      await settled();
    };
    return { server, tabs, focus, pending, answered, ask, answer: new AnswerRequest(pending, store, dialog), next: new NextAttention(store, tabs) };
  }

  it('LST-08 notifies when it is asked to and the user does not look at the session, and only then', async () => {
    const { ask, focus } = await open();

    await ask(request('a'));
    focus.look('s1');
    await ask(request('b'), true);
    focus.look(undefined);
    await ask(request('c', { title: 'approve Bash: touch x' }), true);

    expect(editor.messages).toEqual(['Title s1: approve Bash: touch x']);
  });

  it('APR-02 answers with the button that was pressed, and the card stays until the server takes it', async () => {
    const { ask, answered, pending } = await open();
    editor.choices = ['Allow'];

    await ask(request('a'), true);

    expect(answered()).toEqual([{ requestId: 'a', sessionId: 's1', decision: 'allow' }]);
    expect(pending.get('a')).toBeDefined();
  });

  describe('of which more is told while its notification stands', () => {
    async function notifyThenTell(first: AttentionRequest, then: AttentionRequest, ...choices: string[]) {
      const opened = await open();
      let look = (): void => {};
      Object.assign(editor, { thinking: new Promise<void>((resolve) => { look = resolve; }), choices });
      await opened.ask(first, true);
      await opened.ask(then);
      look();
      await settled();
      return opened;
    }

    it('a click allows no more than what was shown', async () => {
      const { answered } = await notifyThenTell(request('a'), request('a', { body: 'rm -rf /' }), 'Allow', 'Deny');

      expect(editor.messages).toHaveLength(2);
      expect(answered()).toEqual([{ requestId: 'a', sessionId: 's1', decision: 'deny' }]);
    });

    it('the questions that came later are asked', async () => {
      const asked = request('q', { kind: 'question', title: 'Which colour?', options: [] });
      const { answered } = await notifyThenTell(
        asked, { ...asked, questions: [{ text: 'Which colour?', options: [{ label: 'Blue' }] }] }, 'Answer…', 'Blue');

      expect(answered()).toEqual([{ requestId: 'q', sessionId: 's1', answers: ['Blue'] }]);
    });
  });

  it('shows all that is asked before it is answered, where a notification has no room for it', async () => {
    const { ask, answered } = await open();
    editor.choices = ['Answer…', 'Allow'];

    await ask(request('a', { body: 'make all' }), true);

    expect(editor.messages).toHaveLength(2);
    expect(answered()).toEqual([{ requestId: 'a', sessionId: 's1', decision: 'allow' }]);
  });

  it('opens the session for what can be answered in its terminal only', async () => {
    const { ask, tabs, answer, answered } = await open();
    const question = request('a', { kind: 'question', title: 'Which colour?', options: [] });
    editor.choices = ['Open Session'];
    await ask(question, true);
    expect(tabs.sessionIds).toEqual(['s1']);

    editor.choices = ['Which colour?'];
    await answer.execute();

    expect(answered()).toEqual([]);
    expect(editor.picks).toEqual([['Which colour?']]);
  });

  describe('questions', () => {
    const question = request('q', {
      kind: 'question', title: 'Which colour? How many?', options: [],
      questions: [
        { text: 'Which colour?', header: 'Colour', options: [{ label: '$(bug) Red', description: 'like fire' }, { label: 'Blue' }] },
        { text: 'Which days?', multiSelect: true, options: [{ label: 'Monday' }, { label: 'Friday' }] },
      ],
    });

    it('are answered one after the other, with options and with words of the user', async () => {
      const { ask, answered } = await open();
      editor.choices = ['Answer…', '$(edit) Other…', 'Green', 'Monday|Friday'];

      await ask(question, true);

      expect(editor.picks).toEqual([
        ['$\u200b(bug) Red', 'Blue', '$(edit) Other…', '$(terminal) Open Session'],
        ['Monday', 'Friday', '$(edit) Other…', '$(terminal) Open Session'],
      ]);
      expect(answered()).toEqual([{ requestId: 'q', sessionId: 's1', answers: ['Green', 'Monday, Friday'] }]);
    });

    it('are answered from the quick pick as the agent named the options', async () => {
      const { answer, answered } = await open(question);
      editor.choices = ['Which colour? How many?', '$\u200b(bug) Red', 'Friday'];

      await answer.execute();

      expect(answered()).toEqual([{ requestId: 'q', sessionId: 's1', answers: ['$(bug) Red', 'Friday'] }]);
    });

    it('stay unanswered when one of them is left, or the session is opened instead', async () => {
      const { answer, answered, tabs } = await open(question);
      editor.choices = ['Which colour? How many?', 'Blue', ''];
      await answer.execute();
      editor.choices = ['Which colour? How many?', '$(terminal) Open Session'];
      await answer.execute();

      expect(answered()).toEqual([]);
      expect(tabs.sessionIds).toEqual(['s1']);
    });
  });

  it('tells the agent why it is denied, where the user says so', async () => {
    const approval = request('a', { options: [{ id: 'allow', label: 'Allow' }, { id: 'deny', label: 'Deny', takesNote: true }] });
    const { answer, answered } = await open(approval);
    editor.choices = ['approve Bash: a', 'Deny', 'use make'];
    await answer.execute();
    editor.choices = ['approve Bash: a', 'Deny', ''];
    await answer.execute();

    expect(answered()).toEqual([
      { requestId: 'a', sessionId: 's1', decision: 'deny', note: 'use make' }, { requestId: 'a', sessionId: 's1', decision: 'deny' },
    ]);
  });

  it('APR-03 says so when it was answered elsewhere first', async () => {
    const { server, ask, answered } = await open();
    server.answers.set('attention/respond', () => refusal(1302, 'It was answered by another window.'));
    editor.choices = ['Deny'];
    await ask(request('a'), true);

    expect(answered()).toHaveLength(1);
    expect(editor.messages.at(-1)).toBe('This was answered already.');
  });

  it('SEC-08 draws no link, icon or control of an agent, and allows nothing with a click that was not seen whole', async () => {
    const { ask } = await open();
    const wicked = request('a', { title: '[x](command:y) $(bug)\u202e\u001b[31m', body: 'much more' });
    editor.choices = ['Allow'];

    await ask(wicked, true);

    expect(editor.choices.splice(0)).toEqual([]);
    expect(editor.messages).toEqual(['Title s1: [x] (command:y) $(bug)[31m']);
    expect(requestItems([wicked], () => undefined)[0]?.label).toBe('[x](command:y) $\u200b(bug)[31m');
  });

  it('answers what is chosen in the quick pick and confirmed, of the row it was asked for', async () => {
    const { answer, answered } = await open(request('a'), request('b', { sessionId: 's2', title: 'approve Bash: b' }));
    editor.choices = ['approve Bash: b', 'Allow'];

    await answer.execute('s2');

    expect(editor.picks).toEqual([['approve Bash: b']]);
    expect(answered()).toEqual([{ requestId: 'b', sessionId: 's2', decision: 'allow' }]);
  });

  it('says that nobody waits', async () => {
    const { answer } = await open();

    await answer.execute();

    expect(editor.messages).toEqual(['No agent waits for you.']);
  });

  it('goes from one session that waits to the next, the one that has waited longest first', async () => {
    const { next, tabs } = await open();

    await next.execute();
    const first = tabs.activeSessionId;
    await next.execute();
    const second = tabs.activeSessionId;
    await next.execute();

    expect([first, second, tabs.activeSessionId]).toEqual(['s2', 's1', 's2']);
  });
});
