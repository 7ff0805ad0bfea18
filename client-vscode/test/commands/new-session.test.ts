import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewSession } from '../../src/commands/new-session.js';
import type { AgentInfo } from '../../src/protocol/contract.js';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { Notices } from '../../src/views/notices.js';
import { Settings } from '../../src/views/settings.js';
import { TerminalTabs } from '../../src/views/terminal-tabs.js';
import { editor } from '../fake-vscode.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { agent, quietLog, revealed, summary } from '../support/samples.js';

describe('New Session', () => {
  const made: { dispose(): void }[] = [];

  beforeEach(() => {
    Object.assign(editor, { terminals: [], tabs: [], active: undefined, messages: [], picks: [], choices: [], clipboard: [], pages: [] });
  });

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
    expect(editor.choices).toEqual([]);
    expect(editor.leave).toBeUndefined();
  });

  /** A server that knows the first agents, and the second ones when it has looked again. */
  async function open(known: readonly AgentInfo[], found: readonly AgentInfo[] = known) {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: [], total: 0, revision: 1 }));
    server.answers.set('session/create', () => ({ session: summary('a') }));
    server.answers.set('session/reveal', () => revealed('snapshot', 'x', 1));
    server.answers.set('agent/list', ({ refresh }: { refresh?: boolean }) => ({ agents: refresh === true ? found : known }));
    const clock = new FakeClock();
    const connection = connectionTo(server, clock);
    const store = new SessionStore(connection, clock, () => 0);
    const terminals = new Terminals(connection, store, clock, () => 0);
    const tabs = new TerminalTabs(store, terminals, clock);
    made.push(connection, store, terminals, tabs);
    connection.start();
    await until(() => store.read.kind === 'ready');
    const created = (): unknown[] => server.peer.requests.filter(({ method }) => method === 'session/create').map(({ params }) => params);
    return { server, created, tabs, command: new NewSession(connection, store, tabs, new Settings('/extension'), new Notices(quietLog)) };
  }

  it('creates a session of the agent that is chosen', async () => {
    const { command, created, tabs } = await open([agent('claude', { version: '2.1.329' })]);
    editor.choices = ['$(robot) claude'];

    await command.execute();

    expect(created()).toEqual([expect.objectContaining({ agent: 'claude' })]);
    expect(tabs.sessionIds).toEqual(['a']);
  });

  it('offers at once what is known, and then what was installed since', async () => {
    const { command, created } = await open([agent('codex', { installed: false })], [agent('codex')]);
    editor.choices = ['$(robot) codex'];

    await command.execute();

    expect(editor.picks.map((labels) => labels.filter((label) => label.includes('codex')))).toEqual([['$(circle-slash) codex'], ['$(robot) codex']]);
    expect(created()).toEqual([expect.objectContaining({ agent: 'codex' })]);
  });

  it('does nothing when the user changes their mind, also when the server looks again', async () => {
    const { command, created, server } = await open([agent('claude')]);
    const running = command.execute();
    await until(() => editor.picks.length === 1);
    editor.leave?.();
    await running;
    await settled();

    expect(created()).toEqual([]);
    expect(server.peer.requests.filter(({ method }) => method === 'agent/list').length).toBeLessThanOrEqual(2);
  });

  it('keeps the list when the server cannot look again', async () => {
    const { command, server } = await open([agent('claude')]);
    let looks = 0;
    server.answers.set('agent/list', ({ refresh }: { refresh?: boolean }) => {
      looks++;
      return refresh === true ? refusal(1702, 'The host is busy.') : { agents: [agent('claude')] };
    });
    const running = command.execute();
    await until(() => looks === 2);
    await settled();
    editor.leave?.();
    await running;

    expect(editor.messages).toEqual([]);
    expect(editor.picks).toHaveLength(1);
  });

  it('tells when there is no list', async () => {
    const { command, server } = await open([]);
    server.answers.set('agent/list', () => refusal(1702, 'The host is busy.'));

    await command.execute();

    expect(editor.messages).toEqual(['The session could not be created: The host is busy.']);
  });

  it.each([
    ['npm install -g @openai/codex', 'Copy Command', 'This installs it: npm install -g @openai/codex', ['npm install -g @openai/codex'], []],
    ['https://example.org/codex', 'Open Page', 'Its page says how to install it.', [], ['https://example.org/codex']],
    ['npm install -g @openai/codex', 'Cancel', 'This installs it: npm install -g @openai/codex', [], []],
  ])('offers how to install an agent that is not there: %s, %s', async (install, button, told, clipboard, pages) => {
    const { command, created } = await open([agent('codex', { installed: false, install })]);
    editor.choices = ['$(circle-slash) codex', button];

    await command.execute();

    expect(editor.messages).toEqual([`codex was not found on the PATH of the server. ${told}`]);
    expect([editor.clipboard, editor.pages]).toEqual([clipboard, pages]);
    expect(created()).toEqual([]);
  });

  it('says that an agent is not there when it is not known how to install it', async () => {
    const { command } = await open([agent('codex', { installed: false })]);
    editor.choices = ['$(circle-slash) codex'];

    await command.execute();

    expect(editor.messages).toEqual(['codex was not found on the PATH of the server. Install it, then try again.']);
  });
});
