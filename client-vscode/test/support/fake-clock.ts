import type { Clock } from '../../src/common/clock.js';
import { toDisposable, type Disposable } from '../../src/common/disposables.js';

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  private _now = 0;
  private readonly _timers = new Set<{ readonly at: number; readonly run: () => void }>();

  get pending(): number {
    return this._timers.size;
  }

  now(): number {
    return this._now;
  }

  after(delayMs: number, action: () => void): Disposable {
    const timer = { at: this._now + delayMs, run: action };
    this._timers.add(timer);
    return toDisposable(() => this._timers.delete(timer));
  }

  /** Lets time pass to the next timer and runs it. */
  async next(): Promise<void> {
    const at = Math.min(...[...this._timers].map((timer) => timer.at));
    if (Number.isFinite(at)) await this.advance(at - this._now);
  }

  /** Lets time pass and runs what is due, in order. */
  async advance(milliseconds: number): Promise<void> {
    const end = this._now + milliseconds;
    for (;;) {
      const due = [...this._timers].filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this._timers.delete(due);
      this._now = Math.max(this._now, due.at);
      due.run();
      await settled();
    }
    this._now = end;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until a condition holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
