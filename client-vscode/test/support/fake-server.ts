import { Duplex, PassThrough } from 'node:stream';
import { MultiplexingStream, type Channel } from 'nerdbank-streams';
import {
  createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection,
} from 'vscode-jsonrpc/node';
import { Emitter } from '../../src/common/emitter.js';
import { MultiplexedStreams } from '../../src/connection/multiplexed-streams.js';
import type { Transport } from '../../src/connection/transport.js';
import type { RevealResult } from '../../src/protocol/contract.js';
import { base64 } from './samples.js';

/** One connection as the fake server sees it. */
export interface Peer {
  readonly rpc: MessageConnection;
  readonly requests: { readonly method: string; readonly params: unknown }[];
  readonly notifications: string[];
  /** Methods of requests that the client gave up. */
  readonly cancelled: string[];
  /** The result with the way that its bytes will come on. */
  begin(result: RevealResult): RevealResult;
  /** Output of a session, behind its last result. */
  print(sessionId: string, offset: number, text: string): void;
  /** The process is gone, as far as the client can tell. */
  die(reason: string): void;
  hasEnded: boolean;
}

/** A server in memory that speaks through the real message library; each opened transport is a new process. */
export class FakeServer {
  readonly peers: Peer[] = [];
  hostId = 'host-1';

  constructor(private readonly isMultiplexed = false) {}

  /** Answers of the server; a missing method is never answered. */
  readonly answers = new Map<string, (params: never, peer: Peer) => unknown>([
    ['initialize', () => ({
      serverInfo: { name: 'fake', version: '1' },
      protocolVersion: '1.0',
      hostId: this.hostId,
      capabilities: { agents: true, worktrees: false, transcript: false, search: false, multiplex: false },
      limits: { liveSessions: 4, terminalWindowBytes: 262144, maxMessageBytes: 16777216, snapshotScrollbackLines: 1000 },
    })],
    ['shutdown', () => null],
    ['session/list', () => ({ items: [], total: 0, revision: 1 })],
    ['attention/list', () => ({ requests: [] })],
  ]);

  get peer(): Peer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error('Nobody has connected');
    return peer;
  }

  readonly open = (): Transport => {
    const toClient = new PassThrough();
    const toServer = new PassThrough();
    const ended = new Emitter<string>();
    if (!this.isMultiplexed) {
      const peer = this.serve(toServer, toClient, ended);
      return {
        reader: new StreamMessageReader(toClient), writer: new StreamMessageWriter(toServer), onEnd: ended.event, end: () => endOf(peer),
      };
    }
    const stream = MultiplexingStream.Create(Duplex.from({ readable: toServer, writable: toClient }), { protocolMajorVersion: 3 });
    stream.completion.catch(() => undefined);
    const serving = stream.acceptChannelAsync('').then(({ stream: control }) => this.serve(control, control, ended, stream));
    const streams = new MultiplexedStreams(Duplex.from({ readable: toClient, writable: toServer }));
    return {
      reader: streams.reader, writer: streams.writer, onEnd: ended.event,
      end: async () => {
        streams.end();
        await endOf(await serving);
      },
    };
  };

  private serve(
    input: NodeJS.ReadableStream, output: NodeJS.WritableStream, ended: Emitter<string>, stream?: MultiplexingStream): Peer {
    const rpc = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    const channels = new Map<string, Promise<Channel>>();
    let lastChannel = 0;
    const peer: Peer = {
      rpc, requests: [], notifications: [], cancelled: [], hasEnded: false,
      die: (reason) => ended.fire(reason),
      begin: (result) => {
        if (stream === undefined || result.terminal === undefined) return result;
        channels.set(result.session.id, stream.offerChannelAsync(`terminal/${result.session.id}/${result.terminal.epoch}`));
        return { ...result, terminal: { ...result.terminal, channel: ++lastChannel } };
      },
      print: (sessionId, offset, text) => {
        if (stream === undefined) void rpc.sendNotification('terminal/output', { sessionId, epoch: 'e1', offset, data: base64(text) });
        else void channels.get(sessionId)?.then((channel) => channel.stream.write(text));
      },
    };
    this.peers.push(peer);
    rpc.onRequest((method, params, token) => {
      token.onCancellationRequested(() => peer.cancelled.push(method));
      peer.requests.push({ method, params });
      const answer = this.answers.get(method);
      return answer === undefined ? new Promise(() => undefined) : answer(params as never, peer);
    });
    rpc.onNotification((method) => {
      peer.notifications.push(method);
    });
    rpc.listen();
    return peer;
  }
}

function endOf(peer: Peer): Promise<void> {
  peer.hasEnded = true;
  return Promise.resolve();
}

export function refusal(code: number, message: string, data?: unknown): ResponseError<unknown> {
  return new ResponseError(code, message, data);
}
