import { afterEach, describe, expect, it } from 'vitest';
import type { AttentionRequest } from '../../src/protocol/contract.js';
import { RequestStore } from '../../src/state/request-store.js';
import { UserFocus } from '../../src/state/user-focus.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, settled, until } from '../support/fake-clock.js';
import { FakeServer, refusal } from '../support/fake-server.js';
import { request } from '../support/samples.js';

describe('what agents want, as this window knows it', () => {
  const made: { dispose(): void }[] = [];

  afterEach(() => {
    for (const each of made.splice(0).reverse()) each.dispose();
  });

  async function open(listed: readonly AttentionRequest[] = []) {
    const server = new FakeServer();
    let requests = listed;
    server.answers.set('attention/list', () => ({ requests }));
    const clock = new FakeClock();
    const connection = connectionTo(server, clock);
    const store = new RequestStore(connection, clock, () => 0);
    const focus = new UserFocus(connection);
    const notified: string[] = [];
    store.onNotify(({ requestId }) => notified.push(requestId));
    made.push(connection, store, focus);
    connection.start();
    await until(() => connection.state.kind === 'ready');
    await settled();
    const ids = (): string[] => store.all().map(({ requestId }) => requestId);
    const tell = async (method: string, params: object): Promise<void> => {
      await server.peer.rpc.sendNotification(method, params);
      await settled();
    };
    return { server, clock, store, focus, notified, ids, tell, list: (next: readonly AttentionRequest[]) => (requests = next) };
  }

  it('APR-04 shows what the list and the server tell, the oldest first, until the server says that it is over', async () => {
    const { ids, tell } = await open([request('b', { createdAt: '2030-01-01T00:00:02.000Z' })]);

    await tell('attention/requested', { request: request('a', { createdAt: '2030-01-01T00:00:01.000Z' }) });
    expect(ids()).toEqual(['a', 'b']);
    await tell('attention/resolved', { requestId: 'b', sessionId: 's1', outcome: 'answered', by: 'another window' });

    expect(ids()).toEqual(['a']);
  });

  it('APR-05 reads the list once a connection, keeps what it showed meanwhile, and is not notified again', async () => {
    const { server, clock, ids, notified, list } = await open([request('a')]);
    list([request('a'), request('b')]);

    server.peer.die('gone');
    await settled();
    expect(ids()).toEqual(['a']);
    await clock.next();
    await settled();

    expect(ids()).toEqual(['a', 'b']);
    expect(notified).toEqual([]);
    expect(server.peer.requests.filter(({ method }) => method === 'attention/list')).toHaveLength(1);
  });

  it('LST-05 tries a list that failed again, and loses nothing of what is told meanwhile', async () => {
    const { server, clock, ids, tell } = await open([request('a')]);
    server.answers.set('attention/list', () => refusal(1702, 'Busy.'));
    server.peer.die('gone');
    await settled();
    await clock.next();
    await settled();
    await tell('attention/requested', { request: request('new') });
    server.answers.set('attention/list', () => ({ requests: [request('b')] }));
    await clock.next();
    await settled();

    expect(ids()).toEqual(['new', 'b']);
  });

  it('LST-08 is asked to notify only where the server says so', async () => {
    const { notified, tell } = await open();

    await tell('attention/requested', { request: request('a') });
    await tell('attention/requested', { request: request('b'), notify: true });

    expect(notified).toEqual(['b']);
  });

  it('LST-08 tells the server what the user looks at when that changes, and again to the next connection', async () => {
    const { server, clock, focus } = await open();
    const told: unknown[] = [];
    server.peer.rpc.onNotification('session/focus', (params) => void told.push(params));

    focus.look('s1');
    focus.look('s1');
    focus.look(undefined);
    await settled();
    expect(told.splice(0)).toEqual([{ sessionId: 's1' }, {}]);
    focus.look('s2');
    await settled();
    server.peer.die('gone');
    await settled();
    await clock.next();
    await settled();

    expect(server.peer.notifications).toContain('session/focus');
  });
});
