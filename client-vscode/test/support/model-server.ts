import type { Wire } from '../../src/connection/link.js';
import type { SessionEvictedParams, SessionResyncParams, TerminalOutputParams } from '../../src/protocol/contract.js';
import { output, revealed } from './samples.js';

/** One step of the server's side of a connection, delivered in the order it was made. */
export type Delivery =
  | { readonly kind: 'answer'; deliver(): void }
  | { readonly kind: 'output'; readonly params: TerminalOutputParams }
  | { readonly kind: 'resync'; readonly params: SessionResyncParams }
  | { readonly kind: 'evicted'; readonly params: SessionEvictedParams };

interface Request {
  readonly method: string;
  readonly params: { readonly since?: { readonly epoch: string; readonly offset: number } };
  answer(result: unknown): void;
}

/** As little as the server keeps: older positions get a snapshot. */
const keptCharacters = 40;

/**
 * The contract for one session and one connection at a time, in a few lines. A snapshot is all that was ever printed, so
 * that what a screen shows must at any moment be the beginning of it.
 */
export class ModelServer {
  log = '';
  hostId = 'host-1';
  isLive = false;
  isVisible = false;
  mostRevealsAtOnce = 0;
  private _position = 0;
  private _asked: Request[] = [];
  private _sent: Delivery[] = [];
  private _late: Delivery[] = [];

  /** A new connection; of the one before it nothing is delivered any more but, late, what it was asked. */
  connect(): Wire {
    while (this.handle());
    this._late.push(...this._sent.filter(({ kind }) => kind === 'answer'));
    this._asked = [];
    this._sent = [];
    this.isLive = this.isVisible = false;
    const asked = this._asked;
    return {
      request: (method: string, params: unknown) => new Promise((resolve) => {
        asked.push({ method, params: params as Request['params'], answer: resolve });
        if (asked === this._asked) this.mostRevealsAtOnce = Math.max(this.mostRevealsAtOnce, this.revealsUnderWay);
      }),
      notify: () => undefined,
    } as Wire;
  }

  print(text: string): void {
    this.log += text;
  }

  /** Handles the next request; false when there is none. */
  handle(): boolean {
    const request = this._asked.shift();
    if (request === undefined) return false;
    if (request.method === 'session/reveal') this.reveal(request);
    else if (request.method === 'session/conceal') this.conceal(request);
    else this._sent.push({ kind: 'answer', deliver: () => request.answer({}) });
    return true;
  }

  /** Sends some of what was printed; false when there is nothing to send. */
  pump(most: number): boolean {
    const text = this.isLive ? this.log.slice(this._position, this._position + most) : '';
    if (text === '') return false;
    this._sent.push({ kind: 'output', params: output(this._position, text) });
    this._position += text.length;
    return true;
  }

  resync(): void {
    if (!this.isLive || !this.isVisible) return;
    this._position = this.log.length;
    const result = revealed('snapshot', this.log, this.log.length);
    this._sent.push({ kind: 'resync', params: { sessionId: 's1', reason: 'window', result } });
  }

  evict(): void {
    if (!this.isLive || this.isVisible) return;
    this.isLive = false;
    this._sent.push({ kind: 'evicted', params: { sessionId: 's1', reason: 'limit' } });
  }

  /** The answer that a connection which was replaced still gives. */
  late(): Delivery | undefined {
    return this._late.shift();
  }

  /** What is delivered next. */
  next(): Delivery | undefined {
    return this._sent.shift();
  }

  private get revealsUnderWay(): number {
    return this._asked.filter(({ method }) => method === 'session/reveal').length;
  }

  private reveal(request: Request): void {
    const { since } = request.params;
    const start = Math.max(0, this.log.length - keptCharacters);
    const end = this.log.length;
    const isSuffix = since?.epoch === 'e1' && since.offset >= start && since.offset <= end;
    const result = isSuffix
      ? revealed('suffix', this.log.slice(since.offset), end)
      : revealed(end === 0 ? 'none' : 'snapshot', this.log, end);
    this._position = end;
    this.isLive = this.isVisible = true;
    this._sent.push({ kind: 'answer', deliver: () => request.answer(result) });
  }

  private conceal(request: Request): void {
    this.isVisible = false;
    this._sent.push({ kind: 'answer', deliver: () => request.answer({}) });
  }
}
