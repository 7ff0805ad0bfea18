import { afterEach, describe, expect, it } from 'vitest';
import { HealthMonitor } from '../../src/state/health-monitor.js';
import { SessionStore } from '../../src/state/session-store.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { summary } from '../support/samples.js';

describe('SessionStore', () => {
  const made: { dispose(): void }[] = [];

  function open(server: FakeServer) {
    const clock = new FakeClock();
    const connection = connectionTo(server, clock);
    const store = new SessionStore(connection, clock, () => 0);
    const health = new HealthMonitor(connection, store, clock);
    made.push(connection, store, health);
    connection.start();
    return { clock, connection, store, health };
  }

  const lists = (server: FakeServer) => server.peer.requests.filter(({ method }) => method === 'session/list').length;

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
  });

  it('LST-03 reads every page once and then only applies changes', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', (params: { cursor?: string }) => (params.cursor === undefined
      ? { items: [summary('a')], total: 2, revision: 1, nextCursor: 'more' }
      : { items: [summary('b')], total: 2, revision: 1 }));
    const { clock, store } = open(server);
    await until(() => store.read.kind === 'ready');

    await server.peer.rpc.sendNotification(
      'sessions/changed', { revision: 2, changed: [summary('c')], removed: ['a'] });
    await until(() => store.get('c') !== undefined);
    await clock.advance(3_600_000);

    expect(store.all().map(({ id }) => id)).toEqual(['b', 'c']);
    expect(lists(server)).toBe(2);
    expect(clock.pending).toBe(0);
  });

  it('ATT-08 PERF-04 reads the list once more after a reconnect, and keeps the old rows on show until it is in', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: [summary('a'), summary('b')], total: 2, revision: 5 }));
    const { clock, store } = open(server);
    await until(() => store.read.kind === 'ready');
    server.hostId = 'host-2';
    server.answers.set('session/list', () => ({ items: [summary('b', { title: 'again' })], total: 1, revision: 1 }));
    const deltas: unknown[] = [];
    store.onDidChange((delta) => deltas.push(delta));

    server.peer.die('gone');
    expect(store.all()).toHaveLength(2);
    await clock.advance(1_000);
    await until(() => store.read.kind === 'ready' && store.all().length === 1);

    expect(store.get('b')?.title).toBe('again');
    expect(lists(server)).toBe(1);
    expect(deltas).toHaveLength(1);
  });

  it('ATT-09 a change that was lost is repaired by the next reading of the list', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: [summary('a', { revision: 1 })], total: 1, revision: 1 }));
    const { clock, store } = open(server);
    await until(() => store.read.kind === 'ready');
    server.answers.set('session/list', () => (
      { items: [summary('a', { revision: 4, activity: 'idle' })], total: 1, revision: 9 }));

    server.peer.die('gone');
    await clock.advance(1_000);
    await until(() => store.get('a')?.activity === 'idle');
  });

  it('LST-05 retries the first failures quietly, shows an error after three, and clears it when healthy', async () => {
    const server = new FakeServer();
    let failures = 0;
    server.answers.set('session/list', () => {
      failures++;
      return failures <= 4 ? refusal(1702, 'The host is busy') : { items: [], total: 0, revision: 1 };
    });
    const { clock, health } = open(server);
    const kinds: string[] = [];
    health.onDidChange(({ kind }) => kinds.push(kind));
    for (let failure = 1; failure <= 4; failure++) {
      await until(() => failures === failure);
      await settled();
      kinds.push(`after ${failure}`);
      await clock.next();
    }
    await until(() => health.health.kind === 'ready');

    const firstError = kinds.indexOf('failed');
    expect(kinds.indexOf('after 2')).toBeLessThan(firstError);
    expect(firstError).toBeLessThan(kinds.indexOf('after 3'));
    expect(kinds.at(-1)).toBe('ready');
  });

  it('LST-04 LST-05 a list that does not come is told after 10 s, cancelled, and asked for again: never two at once', async () => {
    const server = new FakeServer();
    server.answers.delete('session/list');
    const { clock, health } = open(server);
    await until(() => server.peers.length === 1 && lists(server) === 1);

    await clock.advance(9_999);
    expect(health.health.kind).toBe('loading');
    expect(lists(server)).toBe(1);
    await clock.advance(1);
    expect(health.health).toEqual({ kind: 'failed', reason: 'The server does not answer.' });

    server.answers.set('session/list', () => ({ items: [], total: 0, revision: 1 }));
    await settled();
    expect(server.peer.cancelled).toEqual(['session/list']);
    await clock.advance(1_000);
    await until(() => health.health.kind === 'ready');
    expect(lists(server)).toBe(2);
  });

  it('LST-05 a server that cannot be reached is told after three failures, not after the first', async () => {
    const server = new FakeServer();
    server.answers.set('initialize', () => refusal(-32603, 'no'));
    const { clock, connection, health } = open(server);
    const seen: string[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await until(() => connection.state.kind === 'retrying' && connection.state.failures === attempt);
      seen.push(health.health.kind);
      await clock.advance(connection.state.kind === 'retrying' ? connection.state.delayMs : 0);
    }

    expect(seen).toEqual(['reconnecting', 'reconnecting', 'failed']);
  });

  it('LST-05 a server that never initializes is told after 10 s', async () => {
    const server = new FakeServer();
    server.answers.delete('initialize');
    const { clock, health } = open(server);
    await until(() => server.peers.length === 1);

    await clock.advance(9_999);
    expect(health.health.kind).toBe('loading');
    await clock.advance(1);
    expect(health.health.kind).toBe('failed');
  });
});
