import { initializeParams } from '../../src/connection/initialize-params.js';
import { ServerConnection } from '../../src/connection/server-connection.js';
import type { FakeClock } from './fake-clock.js';
import type { FakeServer } from './fake-server.js';
import { quietLog } from './samples.js';

/** A connection to a server, which is not started yet. */
export function connectionTo(server: FakeServer, clock: FakeClock): ServerConnection {
  return new ServerConnection({
    openTransport: server.open,
    initializeParams: () => initializeParams({ processId: 1, version: '1', folders: [], isDark: true }),
    clock, random: () => 0, log: quietLog,
  });
}
