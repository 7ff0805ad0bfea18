import { Backoff } from '../common/backoff.js';
import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import { problemOf } from '../common/problem.js';
import type { Wire } from '../connection/link.js';

/** The largest piece of input that goes in one request; the server takes up to 1 MiB. */
const chunkBytes = 256 * 1024;

/** More than this does not wait; nobody types it, and a paste of this size is a mistake. */
const maxWaitingBytes = 32 * 1024 * 1024;

/** How often a piece that the server cannot take now is offered again. */
const maxAttempts = 20;

/**
 * What was typed into one terminal and has not reached the server: one request at a time, in order. A piece that the
 * server cannot take now is offered again; one whose connection went is not, because it may have arrived.
 */
export class InputQueue implements Disposable {
  private readonly _backoff: Backoff;
  private _wire: Wire | undefined;
  private _waiting: Buffer[] = [];
  private _waitingBytes = 0;
  private _retry: Disposable | undefined;
  private _isBusy = false;

  constructor(
    private readonly sessionId: string,
    private readonly onLoss: (reason: string) => void,
    private readonly clock: Clock,
    random: () => number,
  ) {
    this._backoff = new Backoff({ baseMs: 20, capMs: 1_000, random });
  }

  /** Follows the connection; input that waits when it goes is lost, and said to be. */
  attach(wire: Wire | undefined): void {
    const hadInput = this._isBusy || this._waiting.length > 0;
    this.clear();
    this._wire = wire;
    if (hadInput) this.onLoss('the connection went; what you typed last may not have arrived');
  }

  type(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    if (this._wire === undefined) {
      this.onLoss('not connected: what you type is not sent');
      return;
    }
    if (this._waitingBytes + bytes.byteLength > maxWaitingBytes) {
      this.onLoss(`more than ${maxWaitingBytes / 1024 / 1024} MiB of input: not sent`);
      return;
    }
    this._waiting.push(bytes);
    this._waitingBytes += bytes.byteLength;
    this.pump();
  }

  /** Input that the user knows nothing of: without a connection it is not missed. */
  report(text: string): void {
    if (this._wire !== undefined) this.type(text);
  }

  dispose(): void {
    this.clear();
    this._wire = undefined;
  }

  private pump(): void {
    if (this._wire === undefined || this._isBusy || this._waitingBytes === 0) return;
    const waiting = this._waiting.length === 1 ? this._waiting[0] : Buffer.concat(this._waiting);
    const chunk = waiting?.subarray(0, chunkBytes) ?? Buffer.alloc(0);
    const rest = waiting?.subarray(chunk.byteLength) ?? Buffer.alloc(0);
    this._waiting = rest.byteLength === 0 ? [] : [rest];
    this._waitingBytes = rest.byteLength;
    this._isBusy = true;
    void this.send(this._wire, chunk);
  }

  private async send(wire: Wire, chunk: Buffer): Promise<void> {
    try {
      await wire.request('terminal/input', { sessionId: this.sessionId, data: chunk.toString('base64') });
      if (this._wire !== wire) return;
      this._backoff.reset();
      this._isBusy = false;
      this.pump();
    } catch (error) {
      // The end of the connection is told by attach, once for everything that waits.
      if (this._wire === wire) this.refused(wire, chunk, error);
    }
  }

  private refused(wire: Wire, chunk: Buffer, error: unknown): void {
    const problem = problemOf(error);
    const delayMs = this._backoff.next();
    if (problem.isRetryable && this._backoff.failures <= maxAttempts) {
      this._retry = this.clock.after(problem.retryAfterMs ?? delayMs, () => void this.send(wire, chunk));
      return;
    }
    this.clear();
    this.onLoss(problem.message);
  }

  private clear(): void {
    this._retry?.dispose();
    this._backoff.reset();
    this._waiting = [];
    this._waitingBytes = 0;
    this._isBusy = false;
  }
}
