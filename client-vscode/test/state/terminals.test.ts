import { describe, expect, it } from 'vitest';
import { settled, until } from '../support/fake-clock.js';
import { FakeServer } from '../support/fake-server.js';
import { openTerminals, revealsAndConceals } from '../support/open-terminals.js';
import { base64, FakeScreen, revealed, summary } from '../support/samples.js';

describe('Terminals', () => {
  const transports = [['plain frames', false], ['channels', true]] as const;

  it.each(transports)('SUB-03 SNP-06 over %s what follows an answer is shown after it, with nothing lost', async (_, isMultiplexed) => {
    const server = new FakeServer(isMultiplexed);
    server.answers.set('session/conceal', () => ({}));
    server.answers.set('session/reveal', (_, peer) => {
      setImmediate(() => {
        for (let offset = 5; offset < 105; offset++) peer.print('s1', offset, String(offset % 10));
      });
      return peer.begin(revealed('snapshot', 'start', 5));
    });
    const { terminals } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text.length === 105);

    expect(screen.text).toBe(`start${'5678901234'.repeat(10)}`);
    expect(revealsAndConceals(server.peer)).toEqual(['session/reveal']);
  });

  it.each(transports)('TRM-03 over %s the end is told below the last output, whichever of them comes first', async (_, isMultiplexed) => {
    const server = new FakeServer(isMultiplexed);
    server.answers.set('session/conceal', () => ({}));
    server.answers.set('session/reveal', (_, peer) => {
      setImmediate(() => {
        if (!isMultiplexed) peer.print('s1', 5, ' bye');
        void peer.rpc.sendNotification('terminal/exited', { sessionId: 's1', epoch: 'e1', offset: 9, exitCode: 0 });
        void peer.rpc.sendNotification('sessions/changed', {
          revision: 9, changed: [summary('s1', { revision: 9, phase: 'ended', exit: { reason: 'exited', code: 0 } })], removed: [],
        });
        if (isMultiplexed) setImmediate(() => peer.print('s1', 5, ' bye'));
      });
      return peer.begin(revealed('snapshot', 'start', 5));
    });
    const { terminals } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text.length > 'start bye'.length);

    expect(screen.text).toMatch(/^start bye[^]+/);
    expect(revealsAndConceals(server.peer)).toEqual(['session/reveal']);
  });

  it('TRM-12 ATT-04 hears only of its own session, and a session without a terminal gets none', async () => {
    const server = new FakeServer();
    server.answers.set('session/reveal', () => revealed('snapshot', 'mine', 4));
    const { terminals, store } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text === 'mine');

    for (const sessionId of ['s', 's10', 's2'])
      await server.peer.rpc.sendNotification('terminal/output', { sessionId, epoch: 'e1', offset: 4, data: base64('x') });
    await server.peer.rpc.sendNotification('sessions/changed', { revision: 9, changed: [summary('s2')], removed: [] });
    await until(() => store.get('s2') !== undefined);

    expect(screen.text).toBe('mine');
    expect(revealsAndConceals(server.peer)).toEqual(['session/reveal']);
  });

  it('ATT-01 ATT-07 changes of a session move no position, and its content changes nothing in the list', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: [summary('s1')], total: 1, revision: 1 }));
    server.answers.set('session/conceal', () => ({}));
    server.answers.set('session/reveal', () => revealed('snapshot', 'mine', 4));
    const { terminals, store } = await openTerminals(server);
    const before = store.get('s1');
    const screen = new FakeScreen();
    const model = terminals.create('s1', screen);
    model.show(true);
    await until(() => screen.text === 'mine');
    const text = ' Error: waiting for approval\u001b]0;done\u0007';
    await server.peer.rpc.sendNotification('terminal/output', { sessionId: 's1', epoch: 'e1', offset: 4, data: base64(text) });
    await until(() => screen.text.includes('approval'));
    expect(store.get('s1')).toBe(before);

    model.hide();
    await settled();
    for (let revision = 2; revision < 20; revision++) {
      await server.peer.rpc.sendNotification('sessions/changed', {
        revision, changed: [summary('s1', { revision, activity: revision % 2 === 0 ? 'idle' : 'working' })], removed: [] });
    }
    await until(() => store.get('s1')?.revision === 19);
    model.show(true);
    await until(() => revealsAndConceals(server.peer).length === 2);

    const reveals = server.peer.requests.filter(({ method }) => method === 'session/reveal');
    expect((reveals.at(-1)?.params as { since: unknown }).since).toEqual({ epoch: 'e1', offset: 4 + text.length });
  });

  it('SW-05 SW-04 what changes in the list while a switch is under way neither cancels nor repeats it', async () => {
    const server = new FakeServer();
    let answer = (): void => undefined;
    server.answers.set('session/reveal', () => new Promise((resolve) => {
      answer = () => resolve(revealed('snapshot', 'mine', 4));
    }));
    const { terminals, store } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => revealsAndConceals(server.peer).length === 1);

    for (let revision = 2; revision < 30; revision++) {
      await server.peer.rpc.sendNotification('sessions/changed', {
        revision, changed: [summary('s1', { revision }), summary('s2', { revision })], removed: revision % 2 === 0 ? ['s3'] : [] });
    }
    await until(() => store.get('s2')?.revision === 29);
    answer();
    await until(() => screen.text === 'mine');

    expect(revealsAndConceals(server.peer)).toEqual(['session/reveal']);
    expect(server.peer.cancelled).toEqual([]);
  });

  it('SW-09 hears that its session has been suspended, and is told the end of it once', async () => {
    const server = new FakeServer();
    server.answers.set('session/list', () => ({ items: [summary('s1')], total: 1, revision: 1 }));
    server.answers.set('session/reveal', () => revealed('snapshot', 'mine', 4));
    const { terminals } = await openTerminals(server);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => screen.text === 'mine');

    await server.peer.rpc.sendNotification('terminal/exited', { sessionId: 's1', epoch: 'e1', offset: 4, exitCode: 0 });
    await server.peer.rpc.sendNotification(
      'sessions/changed', { revision: 2, changed: [summary('s1', { revision: 2, phase: 'suspended' })], removed: [] });
    await until(() => screen.text.includes('— suspended —'));

    await server.peer.rpc.sendNotification('session/resync', {
      sessionId: 's1', reason: 'restarted',
      result: revealed('snapshot', 'back', 4, { epoch: 'e2', session: { revision: 3, phase: 'starting' } }),
    });
    await until(() => screen.text === 'back');
  });

  it('SUB-11 a terminal opened again while the one before it is still being revealed is not hidden by its end', async () => {
    const server = new FakeServer();
    const answers: (() => void)[] = [];
    server.answers.set('session/conceal', () => ({}));
    server.answers.set('session/reveal', () => new Promise((resolve) => {
      answers.push(() => resolve(revealed('snapshot', 'text', 4)));
    }));
    const { terminals } = await openTerminals(server);
    const first = terminals.create('s1', new FakeScreen());
    first.show(true);
    terminals.close(first);
    const screen = new FakeScreen();
    terminals.create('s1', screen).show(true);
    await until(() => answers.length === 2);

    for (const answer of answers) answer();
    await until(() => screen.text === 'text');
    await settled();

    expect(server.peer.requests.some(({ method }) => method === 'session/conceal')).toBe(false);
  });

  it('SW-13 opening and closing a terminal a thousand times leaves nothing behind', async () => {
    const server = new FakeServer();
    server.answers.set('session/reveal', () => revealed('snapshot', 'x', 1));
    server.answers.set('session/conceal', () => ({}));
    const { clock, terminals } = await openTerminals(server);
    for (let time = 0; time < 1000; time++) {
      const screen = new FakeScreen();
      const model = terminals.create('s1', screen);
      model.show(true);
      await until(() => screen.text === 'x');
      terminals.close(model);
    }
    await settled();

    const count = (method: string) => server.peer.requests.filter((request) => request.method === method).length;
    expect(count('session/reveal')).toBe(1000);
    expect(count('session/conceal')).toBe(1000);
    expect(clock.pending).toBe(0);
  });
});
