import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import type { Wire } from '../connection/link.js';
import { clampSize, sameSize, type TerminalScreen, type TerminalSize } from './terminal-screen.js';

/** Dragging a border gives many sizes; the last one within this time is sent. */
const settleMs = 60;

/** Who sets the size of one terminal: this client while it leads, else the one whose size it follows. */
export class SizeLead implements Disposable {
  private _fitting: TerminalSize | undefined;
  private _told: TerminalSize | undefined;
  private _isLeading = true;
  private _wire: Wire | undefined;
  private _timer: Disposable | undefined;

  constructor(
    private readonly sessionId: string, private readonly screen: TerminalScreen, private readonly clock: Clock) {}

  /** False while another client leads. */
  get isLeading(): boolean {
    return this._isLeading;
  }

  /** The size that fits on the screen, as soon as it is known. */
  get fitting(): TerminalSize | undefined {
    return this._fitting;
  }

  attach(wire: Wire | undefined): void {
    this.hold();
    this._wire = wire;
    this._told = undefined;
  }

  /** The terminal on the screen has got this size. */
  fit(size: TerminalSize): void {
    this._fitting = clampSize(size);
  }

  /** Sends the size that fits when it is news and this client leads; only for terminals that can be seen. */
  send(): void {
    if (!this._isLeading || this._fitting === undefined || sameSize(this._fitting, this._told)) return;
    this._timer?.dispose();
    this._timer = this.clock.after(settleMs, () => void this.sendNow());
  }

  /** Takes back what is not sent yet: the terminal is hidden. */
  hold(): void {
    this._timer?.dispose();
    this._timer = undefined;
  }

  /** This client leads, and the server was told `size` with the lead: what follows is shown at the size that fits. */
  lead(size: TerminalSize | undefined): void {
    this._told = size;
    this._isLeading = true;
    this.screen.followSize(undefined);
  }

  /** Another client leads at this size, or nobody does. */
  follow(size: TerminalSize): void {
    this.lose();
    this.screen.followSize(size);
  }

  /** Content was shown at its own size: back to the size that fits while this client leads. */
  settle(size: TerminalSize): void {
    if (this._isLeading) this.screen.followSize(undefined);
    else this.follow(size);
  }

  /** Another client leads at a size that this terminal need not show now. */
  lose(): void {
    this.hold();
    this._isLeading = false;
    this._told = undefined;
  }

  dispose(): void {
    this.hold();
    this._wire = undefined;
  }

  private async sendNow(): Promise<void> {
    const size = this._fitting;
    if (this._wire === undefined || size === undefined || sameSize(size, this._told)) return;
    this._told = size;
    try {
      await this._wire.request('terminal/resize', { sessionId: this.sessionId, ...size });
    } catch {
      // The session has just ended or the connection went: the next reveal carries the size.
      this._told = undefined;
    }
  }
}
