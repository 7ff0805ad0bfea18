import { PassThrough, Duplex } from 'node:stream';
import { ChannelSource, MultiplexingStream, type Channel } from 'nerdbank-streams';
import type { Message } from 'vscode-jsonrpc/node';
import { MessageParser } from '../../src/connection/message-parser.js';
import { MultiplexedStreams } from '../../src/connection/multiplexed-streams.js';
import type { RevealResult } from '../../src/protocol/contract.js';
import { revealed } from './samples.js';
import { until } from './fake-clock.js';

/** The server's end of a multiplexed connection, with the library's own streams and nothing of the client's. */
export class MultiplexedServer {
  readonly client: MultiplexedStreams;
  readonly heard: Message[] = [];

  /** Bytes that the client has said it consumed, by the number of their channel. */
  readonly consumed = new Map<number, number>();

  private readonly _stream: MultiplexingStream;
  private _control: Channel | undefined;
  private _lastChannel = 0;
  private readonly _toClient = new PassThrough();

  constructor() {
    const toServer = new PassThrough();
    this._stream = MultiplexingStream.Create(Duplex.from({ readable: toServer, writable: this._toClient }), { protocolMajorVersion: 3 });
    this.client = new MultiplexedStreams(Duplex.from({ readable: this._toClient, writable: toServer }));
    this._stream.completion.catch(() => undefined);
    this.countConsumed();
  }

  async open(): Promise<void> {
    this._control = await this._stream.acceptChannelAsync('');
    const parser = new MessageParser();
    this._control.stream.on('data', (bytes: Buffer) => this.heard.push(...parser.take(bytes)));
  }

  say(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this._control?.stream.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** The control channel, for what is no message. */
  raw(): Promise<NodeJS.ReadWriteStream> {
    if (this._control === undefined) throw new Error('The connection is not open');
    return Promise.resolve(this._control.stream);
  }

  /** A result whose bytes follow on a channel that is offered with it. */
  begin(offset: number, epoch = 'e1'): { channel: Promise<Channel>; result: RevealResult } {
    const number = ++this._lastChannel;
    const channel = this._stream.offerChannelAsync(`terminal/s1/${epoch}`);
    channel.catch(() => undefined);
    const result = revealed('snapshot', 'shown', offset, { epoch });
    return { channel, result: { ...result, terminal: { ...result.terminal, channel: number } as RevealResult['terminal'] & object } };
  }

  /** Answers a reveal; completes when the client has accepted the channel. */
  async answer(offset: number, epoch?: string): Promise<Channel> {
    const { channel, result } = this.begin(offset, epoch);
    this.say({ id: 1, result });
    return await channel;
  }

  /** Sends content, an acknowledgement and the end of writing as frames of a channel of this number, there or not. */
  sendStray(channel: number): void {
    const frames = [[2, 0xc4, 1, 0x78], [5, 0xc4, 2, 0x91, 1], [3, 0xc4, 0]];
    for (const [code, ...payload] of frames) this._toClient.write(Buffer.from([0x94, code ?? 0, channel, 1, ...payload]));
  }

  /** The channels that this end has not heard the end of. */
  get openChannels(): number {
    const { locallyOfferedOpenChannels } = this._stream as unknown as { locallyOfferedOpenChannels: object };
    return Object.keys(locallyOfferedOpenChannels).length;
  }

  async heardConsumed(channel: Channel, bytes: number): Promise<void> {
    await until(() => (this.consumed.get(channel.qualifiedId.id) ?? 0) === bytes);
  }

  end(): void {
    this._stream.dispose();
  }

  private countConsumed(): void {
    const inner = this._stream as unknown as {
      onContentProcessed(id: { id: number; source: ChannelSource }, payload: Buffer): void;
      formatter: { deserializeContentProcessed(payload: Buffer): number };
    };
    const library = inner.onContentProcessed.bind(inner);
    inner.onContentProcessed = (id, payload) => {
      // The control channel is the client's, and has a number of the client's.
      if (id.source === ChannelSource.Local) this.consumed.set(id.id, (this.consumed.get(id.id) ?? 0) + inner.formatter.deserializeContentProcessed(payload));
      library(id, payload);
    };
  }
}
