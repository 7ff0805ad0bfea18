import { onTestFinished } from 'vitest';
import { SessionStore } from '../../src/state/session-store.js';
import { Terminals } from '../../src/state/terminals.js';
import { connectionTo } from './connection.js';
import { FakeClock, until } from './fake-clock.js';
import type { FakeServer, Peer } from './fake-server.js';

/** The terminals of a window that has read the list of sessions; they go with the test. */
export async function openTerminals(server: FakeServer) {
  const clock = new FakeClock();
  const connection = connectionTo(server, clock);
  const store = new SessionStore(connection, clock, () => 0);
  const terminals = new Terminals(connection, store, clock, () => 0);
  onTestFinished(() => {
    for (const each of [terminals, store, connection]) each.dispose();
  });
  connection.start();
  await until(() => store.read.kind === 'ready');
  return { clock, connection, store, terminals };
}

/** What a server was asked to reveal and to conceal, in order. */
export function revealsAndConceals(peer: Peer): string[] {
  return peer.requests.map(({ method }) => method).filter((method) => method.includes('veal'));
}
