import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.js';
import { initializeParams } from '../../src/connection/initialize-params.js';
import { ServerConnection } from '../../src/connection/server-connection.js';
import { ServerStarter } from '../../src/connection/server-process.js';
import { quietLog } from '../support/samples.js';
import { until } from '../support/fake-clock.js';

const facts = { processId: process.pid, version: '1', folders: [], isDark: true };

const { resolve } = createRequire(import.meta.url);

/**
 * A server as a process of its own: answers `initialize`, dies when it is asked for its agents. It serves multiplexed
 * connections unless it is told to end with a code at those.
 */
const program = `#!${process.execPath}
const rpc = require(${JSON.stringify(resolve('vscode-jsonrpc/node'))});
const { MultiplexingStream } = require(${JSON.stringify(resolve('nerdbank-streams'))});
const { Duplex } = require('node:stream');
console.error('args ' + process.argv.slice(2).join(' ') + ' mark ' + process.env.MARK);
const isMultiplexed = process.argv.includes('--multiplex');
if (isMultiplexed && process.env.REFUSES) { console.error('no --multiplex here'); process.exit(Number(process.env.REFUSES)); }
async function control() {
  const both = Duplex.from({ readable: process.stdin, writable: process.stdout });
  return (await MultiplexingStream.Create(both, { protocolMajorVersion: 3 }).acceptChannelAsync('')).stream;
}
(async () => {
const stream = isMultiplexed ? await control() : undefined;
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(stream ?? process.stdin), new rpc.StreamMessageWriter(stream ?? process.stdout));
connection.onRequest('initialize', () => ({
  serverInfo: { name: 'process', version: String(process.pid) }, protocolVersion: '1.0', hostId: 'h',
  capabilities: {}, limits: { liveSessions: 4 },
}));
connection.onRequest('agent/list', () => { console.error('boom'); process.exit(3); });
connection.onRequest('shutdown', () => null);
connection.onNotification('exit', () => process.exit(0));
connection.onClose(() => process.exit(0));
connection.listen();
})();
`;

describe('a server process', () => {
  let folder = '';
  let connection: ServerConnection | undefined;
  const lines: string[] = [];
  const log = { ...quietLog, info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'server-'));
    const file = join(folder, 'server.cjs');
    await writeFile(file, program);
    await chmod(file, 0o755);
    lines.length = 0;
  });

  /** The program with an environment of its own. */
  function prepare(env: Record<string, string> = {}): ServerConnection {
    const starter = new ServerStarter(() => ({ command: join(folder, 'server.cjs'), env: { MARK: 'set', ...env } }), log);
    connection = new ServerConnection({
      openTransport: () => starter.start(),
      initializeParams: () => initializeParams(facts), clock: systemClock, random: () => 0, log,
    });
    return connection;
  }

  afterEach(async () => {
    await connection?.stop();
    await rm(folder, { recursive: true });
  });

  const pid = (): number => (connection?.state.kind === 'ready' ? Number(connection.state.server.serverInfo.version) : 0);

  it('CON-10 is started anew when it dies, with its last words in the log', async () => {
    prepare().start();
    await until(() => pid() > 0);
    const first = pid();

    await expect(connection?.request('agent/list', {})).rejects.toThrow();
    await until(() => pid() > 0 && pid() !== first);

    expect(lines).toContain('[server] args serve --stdio --multiplex mark set');
    expect(lines.some((line) => line.includes('ended with code 3'))).toBe(true);
  });

  it.each(['1', '3'])('CON-13 is served with plain frames when it ends with code %s at a multiplexed connection', async (code) => {
    prepare({ REFUSES: code }).start();
    await until(() => pid() > 0);

    expect(lines.filter((line) => line.startsWith('[server] args'))).toEqual([
      '[server] args serve --stdio --multiplex mark set', '[server] args serve --stdio mark set',
    ]);
    expect(lines.some((line) => line.includes('no --multiplex here'))).toBe(true);
  });

  it('CON-05 has ended when the connection has stopped', async () => {
    prepare().start();
    await until(() => pid() > 0);
    const last = pid();

    await connection?.stop();

    expect(() => process.kill(last, 0)).toThrow();
  });
});
