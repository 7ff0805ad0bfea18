/** Bounds of a back-off; the first delay lies between half of `baseMs` and `baseMs`. */
export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/**
 * Delays between attempts: each ceiling is twice the one before, up to the cap, and the delay is a random part of its
 * upper half, so that delays never shrink before the cap and clients do not come back all at once.
 */
export class Backoff {
  private _failures = 0;

  constructor(private readonly options: BackoffOptions) {}

  /** Attempts that failed since the last reset. */
  get failures(): number {
    return this._failures;
  }

  /** Counts a failure and answers how long to wait, in milliseconds. */
  next(): number {
    const { baseMs, capMs, random } = this.options;
    const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(this._failures, 30));
    this._failures++;
    return ceiling / 2 + (random() * ceiling) / 2;
  }

  reset(): void {
    this._failures = 0;
  }
}
