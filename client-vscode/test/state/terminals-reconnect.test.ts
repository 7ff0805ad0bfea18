import { describe, expect, it } from 'vitest';
import { settled, until } from '../support/fake-clock.js';
import { FakeServer } from '../support/fake-server.js';
import { openTerminals, revealsAndConceals } from '../support/open-terminals.js';
import { base64, FakeScreen, revealed, summary } from '../support/samples.js';

describe('Terminals of a connection that is lost', () => {
  const transports = [['plain frames', false], ['channels', true]] as const;

  it.each(transports)('CON-01 CON-10 over %s a connection that is lost is gone on with where it was', async (_, isMultiplexed) => {
    const server = new FakeServer(isMultiplexed);
    server.answers.set('session/conceal', () => ({}));
    server.answers.set('session/reveal', (params: { since?: { offset: number } }, peer) => {
      const result = params.since === undefined ? revealed('snapshot', 'start', 5) : revealed('suffix', '', params.since.offset);
      setImmediate(() => peer.print('s1', params.since?.offset ?? 5, params.since === undefined ? ' one' : ' two'));
      return peer.begin(result);
    });
    const { terminals, clock } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text === 'start one');

    server.peer.die('crashed');
    await clock.advance(1000);
    await until(() => screen.text === 'start one two');

    expect(server.peers.map(({ hasEnded }) => hasEnded)).toEqual([true, false]);
  });

  it('CON-04 after a reconnect a terminal has one live source: what the old connection still says is not shown', async () => {
    const server = new FakeServer();
    server.answers.set('session/reveal', () => revealed('snapshot', 'mine', 4));
    const { clock, terminals } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text === 'mine');
    const old = server.peer;

    old.die('gone');
    await clock.advance(1_000);
    await until(() => server.peers.length === 2 && revealsAndConceals(server.peer).length === 1);
    const frame = { sessionId: 's1', epoch: 'e1', offset: 4, data: base64('!') };
    await old.rpc.sendNotification('terminal/output', frame).catch(() => undefined);
    await server.peer.rpc.sendNotification('terminal/output', frame);
    await until(() => screen.text.includes('!'));
    await settled();

    expect(screen.text).toBe('mine!');
  });

  it('CAP-10 PERF-04 with many terminals a reconnect reveals only the visible ones', async () => {
    const server = new FakeServer();
    server.answers.set('session/reveal', () => revealed('none', '', 0));
    server.answers.set('session/conceal', () => ({}));
    const { clock, terminals } = await openTerminals(server);
    const models = Array.from({ length: 100 }, (_, at) => terminals.create(`s${at}`, new FakeScreen()));
    for (const model of models) model.show(false);
    await settled();
    for (const model of models.slice(2)) model.hide();
    await settled();

    server.peer.die('gone');
    await clock.advance(1_000);
    await until(() => revealsAndConceals(server.peer).length >= 2);
    await settled();

    expect(server.peers).toHaveLength(2);
    expect(revealsAndConceals(server.peer)).toEqual(['session/reveal', 'session/reveal']);
    expect(server.peer.requests.filter(({ method }) => method === 'session/list')).toHaveLength(1);
  });

  it('CON-10 ID-10 after a crash of the host everything visible is revealed again without a position, and goes on', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: ['s0', 's1', 's2'].map((id) => summary(id)), total: 3, revision: 1 }));
    server.answers.set('session/reveal', () => revealed('snapshot', 'before', 6));
    server.answers.set('session/conceal', () => ({}));
    const { clock, terminals, store } = await openTerminals(server);
    const screens = Array.from({ length: 3 }, () => new FakeScreen());
    const models = screens.map((screen, at) => terminals.create(`s${at}`, screen));
    for (const model of models) model.show(false);
    await until(() => screens.every(({ text }) => text === 'before'));
    models[2]?.hide();
    await settled();

    server.hostId = 'host-2';
    server.answers.set('session/reveal', (params: { sessionId: string }) => (
      { ...revealed('snapshot', 'meanwhile', 20), session: summary(params.sessionId) }));
    server.peer.die('the host is gone');
    await clock.advance(1_000);
    await until(() => screens.filter(({ text }) => text === 'meanwhile').length === 2);
    await server.peer.rpc.sendNotification('terminal/output', { sessionId: 's0', epoch: 'e1', offset: 20, data: base64('!') });
    await until(() => screens[0]?.text === 'meanwhile!');

    const reveals = server.peer.requests.filter(({ method }) => method === 'session/reveal');
    expect(reveals.map(({ params }) => params)).toEqual([
      { sessionId: 's0', active: false }, { sessionId: 's1', active: false }]);
    expect(screens[2]?.text).toBe('before');
    expect(store.get('s0')?.phase).toBe('active');
  });
});
