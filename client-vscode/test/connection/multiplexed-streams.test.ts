import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from 'vscode-jsonrpc/node';
import { settled, until } from '../support/fake-clock.js';
import { MultiplexedServer } from '../support/multiplexed-server.js';

/** A message in a few words: what it is, and where or with what. */
function brief(message: Message): string {
  const { method, params } = message as { method?: string; params?: { offset?: number; data?: Buffer; reason?: string } };
  if (method === undefined) return 'result';
  if (method === 'terminal/output') return `${params?.offset ?? '?'}:${params?.data?.toString() ?? '?'}`;
  return `${method.replace(/.*\//, '')} ${params?.offset ?? params?.reason ?? ''}`.trim();
}

describe('a multiplexed connection', () => {
  let server: MultiplexedServer;
  let received: string[];

  beforeEach(async () => {
    server = new MultiplexedServer();
    received = [];
    server.client.reader.listen((message) => received.push(brief(message)));
    await server.open();
  });

  afterEach(() => {
    server.client.end();
    server.end();
  });

  const ack = (offset: number, epoch = 'e1') =>
    server.client.writer.write({ jsonrpc: '2.0', method: 'terminal/ack', params: { sessionId: 's1', epoch, offset } } as Message);
  const told = (text: string) => until(() => received.includes(text));
  const resized = (offset: number, epoch = 'e1') =>
    server.say({ method: 'terminal/resized', params: { sessionId: 's1', cols: 90, rows: 30, epoch, offset } });
  const exited = (offset: number) => server.say({ method: 'terminal/exited', params: { sessionId: 's1', epoch: 'e1', offset } });

  it('SUB-03 the bytes of a channel come behind its result, each at its position', async () => {
    const channel = await server.answer(100);
    channel.stream.write('abc');
    await told('100:abc');
    channel.stream.write('de');
    await told('103:de');

    expect(received).toEqual(['result', '100:abc', '103:de']);
  });

  it('TRM-05 TRM-03 what is told ahead of the bytes comes at its position, also inside of a piece', async () => {
    const channel = await server.answer(10);
    resized(12);
    exited(15);
    await settled();
    channel.stream.write('abcde');
    await told('exited 15');

    expect(received).toEqual(['result', '10:ab', 'resized 12', '12:cde', 'exited 15']);
  });

  it('TRM-05 TRM-03 what is told where the bytes are, behind them or of another run, comes at once', async () => {
    const channel = await server.answer(10);
    channel.stream.write('ab');
    await told('10:ab');
    for (const [offset, epoch] of [[12, 'e1'], [11, 'e1'], [99, 'e2']] as const) resized(offset, epoch);
    await told('resized 99');

    expect(received.slice(2)).toEqual(['resized 12', 'resized 11', 'resized 99']);
  });

  it('BP-05 an acknowledgement makes room in the channel and goes no other way; without one there is none', async () => {
    const channel = await server.answer(0);
    channel.stream.write(Buffer.alloc(1000));
    await until(() => received.length > 1);
    await settled();
    expect(server.consumed.get(channel.qualifiedId.id)).toBeUndefined();

    await ack(400);
    await ack(300);
    await ack(5000);
    await ack(900, 'other');
    await server.heardConsumed(channel, 400);
    await ack(1000);
    await server.heardConsumed(channel, 1000);
    expect(server.heard).toEqual([]);
  });

  it('BP-05 what is not acknowledged stops the server at the window', async () => {
    const channel = await server.answer(0);
    channel.stream.write(Buffer.alloc(1024 * 1024));
    const bytes = () => received.length > 1 && Number(received.at(-1)?.split(':')[0]) + (received.at(-1)?.split(':')[1]?.length ?? 0);
    await until(() => bytes() === 256 * 1024);
    await settled();

    expect(bytes()).toBe(256 * 1024);
    await ack(256 * 1024);
    await until(() => bytes() === 512 * 1024);
  });

  it('SUB-09 SNP-02 a new result ends what the channel before it still brings, and what was kept for it', async () => {
    const old = await server.answer(0);
    exited(50);
    const next = await server.answer(200);
    old.stream.write('late');
    next.stream.write('new');
    await told('200:new');
    await settled();

    expect(received).toEqual(['result', 'result', '200:new']);
    expect(server.client.following).toBe(1);
  });

  it('SUB-10 after an eviction nothing of the channel comes', async () => {
    const channel = await server.answer(0);
    server.say({ method: 'session/evicted', params: { sessionId: 's1', reason: 'limit' } });
    await told('evicted limit');
    channel.stream.write('late');
    await settled();

    expect(received).toEqual(['result', 'evicted limit']);
    expect(server.client.following).toBe(0);
  });

  it('SNP-07 a resync goes on with the channel that it names', async () => {
    await server.answer(0);
    const { channel, result } = server.begin(500);
    server.say({ method: 'session/resync', params: { sessionId: 's1', reason: 'window', result } });
    (await channel).stream.write('x');
    await told('500:x');

    expect(received).toEqual(['result', 'resync window', '500:x']);
  });

  it('a channel that has ended before its result came is followed by nothing and harms nothing', async () => {
    const { channel, result } = server.begin(0);
    void channel.then(() => undefined, () => undefined);
    const gone = { ...result, terminal: { ...result.terminal, channel: 77 } };
    server.say({ id: 1, result: gone });
    server.say({ method: 'window/logMessage', params: {} });
    await told('logMessage');

    expect(received).toEqual(['result', 'logMessage']);
    expect(server.client.following).toBe(0);
  });

  it('what still comes of a channel that has ended is ignored, and ends nothing else', async () => {
    const faults: string[] = [];
    server.client.reader.onError(({ message }) => faults.push(message));
    const channel = await server.answer(0);
    channel.dispose();
    await until(() => server.openChannels === 0);
    server.sendStray(channel.qualifiedId.id);
    server.say({ method: 'window/logMessage', params: {} });
    await told('logMessage');

    expect(received).toEqual(['result', 'logMessage']);
    expect(faults).toEqual([]);
  });

  it('SW-13 BP-08 hundreds of results leave no channel that is not ended', async () => {
    for (let round = 0; round < 300; round++) {
      const channel = await server.answer(round);
      channel.dispose();
    }
    await until(() => server.openChannels === 0);

    expect(server.client.following).toBe(1);
  });

  it('a channel whose server has written all is ended from here', async () => {
    const channel = await server.answer(0);
    channel.stream.end('bye');
    await told('0:bye');

    await until(() => server.openChannels === 0);
  });

  it('SEC-07 what is no message is told as a fault of the connection', async () => {
    const faults: string[] = [];
    server.client.reader.onError(({ message }) => faults.push(message));
    server.say({ method: 'window/logMessage', params: {} });
    await told('logMessage');
    (await server.raw()).write('garbage\r\n\r\n');
    await until(() => faults.length > 0);

    expect(faults).toEqual(['The server sent a message without a length']);
  });
});
