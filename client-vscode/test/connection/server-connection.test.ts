import { afterEach, describe, expect, it } from 'vitest';
import { initializeParams } from '../../src/connection/initialize-params.js';
import { ServerConnection, type ConnectionState } from '../../src/connection/server-connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { quietLog } from '../support/samples.js';

const facts = { processId: 1, version: '1', folders: [], isDark: true };

describe('ServerConnection', () => {
  const made: ServerConnection[] = [];

  function connect(server: FakeServer, clock = new FakeClock()) {
    const connection = new ServerConnection({
      openTransport: server.open, initializeParams: () => initializeParams(facts), clock, random: () => 0, log: quietLog,
    });
    made.push(connection);
    const states: ConnectionState[] = [];
    connection.onDidChangeState((state) => states.push(state));
    connection.start();
    return { connection, clock, states };
  }

  const isReady = (connection: ServerConnection) => () => connection.state.kind === 'ready';

  afterEach(async () => {
    await Promise.all(made.splice(0).map((connection) => connection.stop()));
  });

  it('initializes once, then says so', async () => {
    const server = new FakeServer();
    const { connection } = connect(server);
    await until(isReady(connection));
    await settled();

    expect(server.peer.requests.map(({ method }) => method)).toEqual(['initialize']);
    expect(server.peer.notifications).toEqual(['initialized']);
  });

  it('CON-06 waits longer after each failure and connects in the end', async () => {
    const server = new FakeServer();
    const initialize = server.answers.get('initialize');
    server.answers.set('initialize', () => refusal(1702, 'The host is busy'));
    const { connection, clock, states } = connect(server);
    for (let attempt = 1; attempt <= 4; attempt++) {
      await until(() => server.peers.length === attempt && connection.state.kind === 'retrying');
      if (attempt === 4 && initialize !== undefined) server.answers.set('initialize', initialize);
      await clock.advance(connection.state.kind === 'retrying' ? connection.state.delayMs : 0);
    }
    await until(isReady(connection));

    const delays = states.flatMap((state) => (state.kind === 'retrying' ? [state.delayMs] : []));
    expect(delays).toEqual([125, 250, 500, 1000]);
  });

  it('CON-06 starts over only after a connection that was initialized and lasted', async () => {
    const server = new FakeServer();
    const { connection, clock, states } = connect(server);
    for (const lastsMs of [0, 0, 6_000]) {
      await until(isReady(connection));
      await clock.advance(lastsMs);
      server.peer.die('gone');
      await clock.advance(connection.state.kind === 'retrying' ? connection.state.delayMs : 0);
    }

    const delays = states.flatMap((state) => (state.kind === 'retrying' ? [state.delayMs] : []));
    expect(delays).toEqual([125, 250, 125]);
  });

  it('CON-05 never comes back after it was stopped', async () => {
    const server = new FakeServer();
    const { connection, clock } = connect(server);
    await until(isReady(connection));

    await connection.stop();
    server.peer.die('gone');
    await clock.advance(120_000);

    expect(server.peers).toHaveLength(1);
    expect(clock.pending).toBe(0);
    expect(server.peer.hasEnded).toBe(true);
    expect(server.peer.requests.at(-1)?.method).toBe('shutdown');
  });

  it('CON-05 stopped while it waits to try again, it does not try', async () => {
    const server = new FakeServer();
    const { connection, clock } = connect(server);
    await until(isReady(connection));
    server.peer.die('gone');

    await connection.stop();
    await clock.advance(120_000);

    expect(server.peers).toHaveLength(1);
  });

  it('CON-03 delivers nothing of a connection that was replaced', async () => {
    const server = new FakeServer();
    const { connection } = connect(server);
    await until(isReady(connection));
    const removed: string[] = [];
    connection.on('sessions/changed', (params) => removed.push(...params.removed));
    const [old] = server.peers;

    const restarting = connection.restart();
    await old?.rpc.sendNotification('sessions/changed', { revision: 1, changed: [], removed: ['saying goodbye'] });
    await restarting;
    await until(isReady(connection));
    await old?.rpc.sendNotification('sessions/changed', { revision: 1, changed: [], removed: ['old'] });
    await server.peer.rpc.sendNotification('sessions/changed', { revision: 2, changed: [], removed: ['new'] });
    await until(() => removed.length > 0);
    await settled();

    expect(removed).toEqual(['new']);
    expect(server.peers).toHaveLength(2);
  });

  it('CON-03 the late end of a connection that was replaced changes nothing', async () => {
    const server = new FakeServer();
    const { connection, states } = connect(server);
    await until(isReady(connection));
    const [old] = server.peers;
    await connection.restart();
    await until(isReady(connection));
    const before = states.length;

    old?.die('late');
    await settled();

    expect(states).toHaveLength(before);
  });

  it('CON-10 rejects what was asked of a server that went, and connects anew by itself', async () => {
    const server = new FakeServer();
    const { connection, clock } = connect(server);
    await until(isReady(connection));
    const asked = connection.request('agent/list', {});
    await until(() => server.peer.requests.some(({ method }) => method === 'agent/list'));

    server.peer.die('crashed');

    await expect(asked).rejects.toThrow('no connection');
    await clock.advance(1000);
    await until(isReady(connection));
    expect(server.peers).toHaveLength(2);
  });

  it('holds requests back while the first connection is made', async () => {
    const server = new FakeServer();
    server.answers.set('agent/list', () => ({ agents: [] }));
    const { connection } = connect(server);

    await expect(connection.request('agent/list', {})).resolves.toEqual({ agents: [] });
  });

  it('treats a server that cannot be started like one that ends', async () => {
    const clock = new FakeClock();
    const connection = new ServerConnection({
      openTransport: () => { throw new Error('no such program'); },
      initializeParams: () => initializeParams(facts), clock, random: () => 0, log: quietLog,
    });
    made.push(connection);

    connection.start();

    expect(connection.state).toMatchObject({ kind: 'retrying', failures: 1, reason: 'no such program' });
    await clock.advance(10_000);
    expect(connection.state).toMatchObject({ kind: 'retrying', failures: 7 });
  });
});
