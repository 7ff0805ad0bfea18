import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { openSelectedCommand, SessionTree } from '../../src/views/session-tree.js';
import { Settings } from '../../src/views/settings.js';
import { TerminalTabs } from '../../src/views/terminal-tabs.js';
import { editor } from '../fake-vscode.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer } from '../support/fake-server.js';
import { base64, revealed, summary } from '../support/samples.js';

const spawned = vi.hoisted(() => vi.fn(() => {
  throw new Error('nothing may start in this test');
}));
vi.mock('node:child_process', () => ({ spawn: spawned }));

/** What package.json promises. */
function declaredCommands(): string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { contributes } = JSON.parse(text) as { contributes: { commands: { command: string }[] } };
  return contributes.commands.map(({ command }) => command).sort();
}

describe('in the editor', () => {
  const made: { dispose(): void }[] = [];

  beforeEach(() => {
    Object.assign(editor, { isTrusted: true, terminals: [], tabs: [], active: undefined });
    editor.settings.clear();
    spawned.mockClear();
  });

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
  });

  async function open() {
    const server = new FakeServer();
    server.answers.set('session/list', () => (
      { items: ['a', 'b', 'c'].map((id) => summary(id, { title: 'Same' })), total: 3, revision: 1 }));
    server.answers.set('session/reveal', (params: { sessionId: string }) => revealed('snapshot', `I am ${params.sessionId}`, 6));
    server.answers.set('session/conceal', () => ({}));
    const clock = new FakeClock();
    const connection = connectionTo(server, clock);
    const store = new SessionStore(connection, clock, () => 0);
    const terminals = new Terminals(connection, store, clock, () => 0);
    const tabs = new TerminalTabs(store, terminals, clock);
    const tree = new SessionTree(store);
    made.push(connection, store, terminals, tabs, tree);
    connection.start();
    await until(() => store.read.kind === 'ready');
    const looks = () => server.peer.requests
      .filter(({ method }) => method.startsWith('session/re') || method === 'session/conceal')
      .map(({ method, params }) => `${method} ${(params as { sessionId: string }).sessionId}`);
    return { server, store, tabs, tree, looks };
  }

  /** Opens a session's terminal and lets the editor open its tab. */
  async function opened(tabs: TerminalTabs, sessionId: string) {
    tabs.open(sessionId);
    const terminal = editor.terminals.at(-1);
    if (terminal === undefined) throw new Error('no terminal was made');
    terminal.pty.open({ columns: 80, rows: 24 });
    await settled();
    return terminal;
  }

  it('CAP-12 terminals with the same title are told apart: A, B, A reveals and conceals each once', async () => {
    const { tabs, looks } = await open();
    const first = await opened(tabs, 'a');
    const second = await opened(tabs, 'b');
    editor.activate(first);
    await settled();

    expect([first.name, second.name]).toEqual(['Same', 'Same (2)']);
    expect(looks()).toEqual(
      ['session/reveal a', 'session/conceal a', 'session/reveal b', 'session/conceal b', 'session/reveal a']);
  });

  it('SW-11 opening an open session shows its one terminal', async () => {
    const { tabs, looks } = await open();
    await opened(tabs, 'a');

    tabs.open('a');
    tabs.open('a');
    await settled();

    expect(editor.terminals).toHaveLength(1);
    expect(looks()).toEqual(['session/reveal a']);
  });

  it('a terminal that the editor opens late does not take the user away from where they went since', async () => {
    const { tabs } = await open();
    const first = await opened(tabs, 'a');
    tabs.open('b');
    const late = editor.terminals.at(-1);
    tabs.open('a');

    if (late === undefined) throw new Error('no terminal was made');
    editor.activate(late);
    late.pty.open({ columns: 80, rows: 24 });
    await settled();

    expect(editor.active).toBe(first);
  });

  it('CON-11 closing the tab conceals the session and ends nothing', async () => {
    const { server, tabs } = await open();
    const terminal = await opened(tabs, 'a');

    terminal.pty.close();
    await settled();

    expect(server.peer.requests.map(({ method }) => method).filter((method) => method.startsWith('session/')))
      .toEqual(['session/list', 'session/reveal', 'session/conceal']);
    expect(tabs.sessionIds).toEqual([]);
  });

  it('follows the title of its session', async () => {
    const { server, tabs } = await open();
    const terminal = await opened(tabs, 'a');

    await server.peer.rpc.sendNotification(
      'sessions/changed', { revision: 2, changed: [summary('a', { revision: 2, title: 'New\x1b title' })], removed: [] });
    await until(() => terminal.name === 'New title');
  });

  it('LST-12 output draws no row, and a change draws its own row only', async () => {
    const { server, store, tabs, tree } = await open();
    await opened(tabs, 'a');
    const drawn: unknown[] = [];
    tree.onDidChangeTreeData((ids) => drawn.push(ids));

    for (let offset = 6; offset < 106; offset++)
      await server.peer.rpc.sendNotification('terminal/output', { sessionId: 'a', epoch: 'e1', offset, data: base64('x') });
    await server.peer.rpc.sendNotification(
      'sessions/changed', { revision: 2, changed: [summary('b', { revision: 2, activity: 'idle' })], removed: [] });
    await until(() => store.get('b')?.activity === 'idle');

    expect(drawn).toEqual([['b']]);
  });

  it('a click on a row that is being drawn anew opens it: nothing that it needs goes with the row', async () => {
    const { tree } = await open();

    expect(tree.getTreeItem('a').command).toEqual({ command: openSelectedCommand, title: 'Open Session' });
  });

  it('a click while the rows are being read anew waits for them', async () => {
    const { server, tree } = await open();
    tree.getChildren();
    await tree.drawn();
    let isKnown = false;

    await server.peer.rpc.sendNotification('sessions/changed', { revision: 2, changed: [summary('d')], removed: [] });
    let isRedrawn = false;
    tree.onDidChangeTreeData(() => (isRedrawn = true));
    await until(() => isRedrawn);
    void tree.drawn().then(() => (isKnown = true));
    await settled();
    expect(isKnown).toBe(false);
    tree.getChildren();
    await until(() => isKnown);
  });

  it('LST-12 a new or ended session draws the list anew, because rows move', async () => {
    const { server, tree } = await open();
    const drawn: unknown[] = [];
    tree.onDidChangeTreeData((ids) => drawn.push(ids));

    await server.peer.rpc.sendNotification('sessions/changed', { revision: 2, changed: [summary('d')], removed: [] });
    await until(() => tree.getChildren().length === 4);
    await server.peer.rpc.sendNotification(
      'sessions/changed', { revision: 3, changed: [summary('a', { revision: 2, phase: 'ended' })], removed: [] });
    await until(() => tree.getChildren().at(-1) === 'a');

    expect(drawn).toEqual([undefined, undefined]);
  });

  it('a session that is deleted takes its terminal along', async () => {
    const { server, tabs } = await open();
    await opened(tabs, 'a');

    await server.peer.rpc.sendNotification('sessions/changed', { revision: 2, changed: [], removed: ['a'] });
    await until(() => tabs.sessionIds.length === 0);

    expect(editor.terminals).toEqual([]);
  });

  it('SEC-06 nothing starts before the workspace is trusted, whatever is asked for', async () => {
    editor.isTrusted = false;
    const { activate, deactivate } = await import('../../src/extension.js');
    activate({
      extension: { packageJSON: { version: '1' } }, extensionPath: '/x', workspaceState: { get: () => undefined, update: () => undefined },
    } as unknown as vscode.ExtensionContext);
    expect([...editor.commands.keys()].sort()).toEqual([...declaredCommands(), openSelectedCommand].sort());
    await editor.commands.get('orchestrator.restartServer')?.();
    await settled();
    expect(spawned).not.toHaveBeenCalled();

    editor.isTrusted = true;
    editor.trustGranted.fire(undefined);
    expect(spawned).toHaveBeenCalledTimes(1);
    await deactivate();
  });

  it('SEC-06 values of the workspace are never read', () => {
    const settings = new Settings('/extension');
    for (const name of ['serverPath', 'agents', 'env', 'liveSessions'])
      editor.settings.set(name, { workspaceValue: name === 'liveSessions' ? 9 : '/tmp/evil' });

    expect(settings.launch).toEqual({ command: '/extension/server/orchestrator', env: {} });
    expect(settings.agents).toEqual([]);
    expect(settings.liveSessions).toBe(4);
  });

  it('takes the agents that are well written in the settings', () => {
    editor.settings.set('agents', { globalValue: [
      { name: 'Mine', command: 'mine', args: ['-x', 3], env: { A: 'b', C: 1 }, icon: 'rocket) $(x' }, { name: 'No command' }, 7,
    ] });

    expect(new Settings('/x').agents).toEqual(
      [{ name: 'Mine', command: 'mine', args: ['-x'], env: { A: 'b' }, icon: 'rocket' }]);
  });
});
