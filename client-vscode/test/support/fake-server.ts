import { PassThrough } from 'node:stream';
import {
  createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection,
} from 'vscode-jsonrpc/node';
import { Emitter } from '../../src/common/emitter.js';
import type { Transport } from '../../src/connection/transport.js';

/** One connection as the fake server sees it. */
export interface Peer {
  readonly rpc: MessageConnection;
  readonly requests: { readonly method: string; readonly params: unknown }[];
  readonly notifications: string[];
  /** Methods of requests that the client gave up. */
  readonly cancelled: string[];
  /** The process is gone, as far as the client can tell. */
  die(reason: string): void;
  hasEnded: boolean;
}

/** A server in memory that speaks through the real message library; each opened transport is a new process. */
export class FakeServer {
  readonly peers: Peer[] = [];
  hostId = 'host-1';

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
    const rpc = createMessageConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    const peer: Peer = { rpc, requests: [], notifications: [], cancelled: [], die: (reason) => ended.fire(reason), hasEnded: false };
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
    return {
      reader: new StreamMessageReader(toClient),
      writer: new StreamMessageWriter(toServer),
      onEnd: ended.event,
      end: () => {
        peer.hasEnded = true;
        return Promise.resolve();
      },
    };
  };
}

export function refusal(code: number, message: string, data?: unknown): ResponseError<unknown> {
  return new ResponseError(code, message, data);
}
