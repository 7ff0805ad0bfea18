import { Backoff } from '../common/backoff.js';
import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import { problemText } from '../common/problem.js';
import type { Wire } from '../connection/link.js';
import type { SessionListResult } from '../protocol/contract.js';

/** Where the reading of the list stands. */
export type ReadState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

/** So many failures, or so long without a page, and people are told. */
const patience = { failures: 3, milliseconds: 10_000 };

/** The largest page the server gives. */
const pageSize = 500;

/** Reads the whole list once from one connection, and goes on trying until it has it or is disposed. */
export class ListReader implements Disposable {
  private readonly _changed = new Emitter<ReadState>();
  private readonly _stopped = new AbortController();
  private readonly _backoff: Backoff;
  private _waiting: Disposable | undefined;
  private _state: ReadState = { kind: 'loading' };

  readonly onDidChange = this._changed.event;

  constructor(
    private readonly wire: Wire,
    private readonly onPage: (page: SessionListResult) => void,
    private readonly clock: Clock,
    random: () => number,
  ) {
    this._backoff = new Backoff({ baseMs: 200, capMs: 15_000, random });
  }

  get state(): ReadState {
    return this._state;
  }

  /** Starts reading; to be called once. */
  start(): void {
    void this.attempt();
  }

  dispose(): void {
    this._stopped.abort();
    this._waiting?.dispose();
    this._changed.dispose();
  }

  private async attempt(): Promise<void> {
    try {
      await this.readPages();
      if (this._stopped.signal.aborted) return;
      this.change({ kind: 'ready' });
    } catch (error) {
      if (this._stopped.signal.aborted) return;
      const delayMs = this._backoff.next();
      if (this._backoff.failures >= patience.failures) this.change({ kind: 'failed', message: problemText(error) });
      this._waiting = this.clock.after(delayMs, () => void this.attempt());
    }
  }

  private async readPages(): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.readPage(cursor);
      if (this._stopped.signal.aborted) return;
      this.onPage(page);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** A page that does not come within the patience is cancelled and told at once, then asked for again. */
  private async readPage(cursor: string | undefined): Promise<SessionListResult> {
    const patienceEnded = new AbortController();
    const timer = this.clock.after(patience.milliseconds, () => {
      this.change({ kind: 'failed', message: 'The server does not answer.' });
      patienceEnded.abort(new Error('The server does not answer.'));
    });
    try {
      const signal = AbortSignal.any([patienceEnded.signal, this._stopped.signal]);
      return await this.wire.request('session/list', { limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal);
    } finally {
      timer.dispose();
    }
  }

  private change(state: ReadState): void {
    this._state = state;
    this._changed.fire(state);
  }
}
