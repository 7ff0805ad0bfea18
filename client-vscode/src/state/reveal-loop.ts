import { Backoff } from '../common/backoff.js';
import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import { problemOf, type Problem } from '../common/problem.js';
import type { Wire } from '../connection/link.js';
import type { RevealResult, SessionRevealParams } from '../protocol/contract.js';

/** What a reveal asks for apart from the session. */
export type RevealQuestion = Omit<SessionRevealParams, 'sessionId'>;

/** The owner of a loop. */
export interface RevealOwner {
  /** Says what to ask for, at the moment it is asked. */
  question(): RevealQuestion;
  revealed(result: RevealResult, question: RevealQuestion): void;
  /** A refusal that trying again will not change. */
  refused(problem: Problem): void;
}

/**
 * Brings what the user wants to see of one session together with what the server was told, with one request at a time:
 * however many causes come while one is under way, at most one more follows. An answer of a connection that was
 * replaced is dropped.
 */
export class RevealLoop implements Disposable {
  private readonly _backoff: Backoff;
  private _wire: Wire | undefined;
  private _isWanted = false;
  private _isTold = false;
  private _isDue = false;
  private _isBusy = false;
  private _isOver = false;
  private _isDisposed = false;
  private _retry: Disposable | undefined;

  constructor(
    private readonly sessionId: string,
    private readonly owner: RevealOwner,
    private readonly clock: Clock,
    random: () => number,
  ) {
    this._backoff = new Backoff({ baseMs: 250, capMs: 10_000, random });
  }

  /** True from the question to the answer. */
  get isBusy(): boolean {
    return this._isBusy;
  }

  /** True while the server sends what follows the last answer. */
  get isFollowing(): boolean {
    return this._isWanted && this._isTold && !this._isBusy;
  }

  attach(wire: Wire | undefined): void {
    this._retry?.dispose();
    this._wire = wire;
    this._isTold = this._isDue = this._isBusy = false;
    this._backoff.reset();
    this.settle();
  }

  want(isWanted: boolean): void {
    this._isWanted = isWanted;
    this.settle();
  }

  /** Another reveal is needed, though the server was told already. */
  due(): void {
    this._isDue = true;
    this.settle();
  }

  /** The server sends nothing more; `isOver` when asking again is of no use until the user comes back, or `revive`. */
  evicted(isOver: boolean): void {
    this._isOver = isOver;
    this._isTold = isOver && this._isWanted;
    this.settle();
  }

  /** There is something to see again of what was over. */
  revive(): void {
    if (this._isOver) this.due();
  }

  /** Conceals the session, after the answer that may still be under way. */
  dispose(): void {
    this._isDisposed = true;
    this._retry?.dispose();
    this.want(false);
  }

  private settle(): void {
    if (this._wire === undefined || this._isBusy) return;
    if (this._isWanted && (!this._isTold || this._isDue)) void this.reveal(this._wire);
    else if (!this._isWanted && this._isTold) void this.conceal(this._wire);
  }

  private async reveal(wire: Wire): Promise<void> {
    this._retry?.dispose();
    this._isBusy = true;
    this._isDue = this._isOver = false;
    const question = this.owner.question();
    try {
      const result = await wire.request('session/reveal', { sessionId: this.sessionId, ...question });
      if (this._wire !== wire) return;
      this._isBusy = false;
      this._isTold = true;
      this._backoff.reset();
      if (!this._isDisposed) this.owner.revealed(result, question);
      this.settle();
    } catch (error) {
      if (this._wire === wire) this.failed(problemOf(error));
    }
  }

  private failed(problem: Problem): void {
    this._isBusy = false;
    this._isTold = true;
    const delayMs = Math.max(problem.retryAfterMs ?? 0, this._backoff.next());
    if (!this._isWanted) this.settle();
    else if (problem.isRetryable) this._retry = this.clock.after(delayMs, () => this.due());
    else this.owner.refused(problem);
  }

  private async conceal(wire: Wire): Promise<void> {
    this._isBusy = true;
    this._isTold = this._isDue = false;
    try {
      await wire.request('session/conceal', { sessionId: this.sessionId });
    } catch {
      // A session or a connection that is gone needs no conceal.
    }
    if (this._wire !== wire) return;
    this._isBusy = false;
    this.settle();
  }
}
