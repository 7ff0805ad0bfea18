import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import type { Wire } from '../connection/link.js';

/** The run of a terminal and a position behind what was taken of it. */
export interface Consumed {
  readonly epoch: string;
  readonly offset: number;
}

/** So many bytes are acknowledged at once, without waiting for more of the same burst. */
const promptBytes = 32 * 1024;

/**
 * Acknowledges consumed output, newest position only. The editor's terminal gives no sign of what it has drawn, and
 * throws output away when too much waits; so each acknowledgement keeps the next one back for as long as the editor
 * needs for the bytes, and the server's window limits the rest.
 */
export class AckPacer implements Disposable {
  private _wire: Wire | undefined;
  private _pending: Consumed | undefined;
  private _pendingBytes = 0;
  private _notBefore = 0;
  private _timer: Disposable | undefined;

  constructor(private readonly sessionId: string, private readonly clock: Clock) {}

  /** Notes that `bytes` up to a position were taken by a reader that manages `bytesPerSecond`. */
  consumed(position: Consumed, bytes: number, bytesPerSecond: number): void {
    this._pending = position;
    this._pendingBytes += bytes;
    const waitMs = this._notBefore - this.clock.now();
    if (waitMs <= 0 && this._pendingBytes >= promptBytes) this.flush(bytesPerSecond);
    else this._timer ??= this.clock.after(Math.max(0, waitMs), () => this.flush(bytesPerSecond));
  }

  /** The answer to a reveal was shown: acknowledged at once, whatever waited before it. */
  installed(position: Consumed): void {
    this.reset();
    this.acknowledge(position);
  }

  /** Follows the connection; nothing of the old one is acknowledged any more. */
  attach(wire: Wire | undefined): void {
    this.reset();
    this._wire = wire;
  }

  dispose(): void {
    this.attach(undefined);
  }

  private reset(): void {
    this._timer?.dispose();
    this._timer = undefined;
    this._pending = undefined;
    this._pendingBytes = 0;
    this._notBefore = 0;
  }

  private flush(bytesPerSecond: number): void {
    this._timer?.dispose();
    this._timer = undefined;
    if (this._pending === undefined) return;
    const position = this._pending;
    this._notBefore = this.clock.now() + (this._pendingBytes / bytesPerSecond) * 1000;
    this._pending = undefined;
    this._pendingBytes = 0;
    this.acknowledge(position);
  }

  private acknowledge({ epoch, offset }: Consumed): void {
    this._wire?.notify('terminal/ack', { sessionId: this.sessionId, epoch, offset });
  }
}
