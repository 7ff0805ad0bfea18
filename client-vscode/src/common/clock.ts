import { toDisposable, type Disposable } from './disposables.js';

/** Time as the rest of the extension sees it, so that tests can own it. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;

  /** Runs an action once; disposing the answer takes it back. */
  after(delayMs: number, action: () => void): Disposable;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return toDisposable(() => clearTimeout(timer));
  },
};
