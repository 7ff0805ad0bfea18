import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import type { ServerConnection } from '../connection/server-connection.js';
import { healthOf, type Health } from './health.js';
import type { SessionStore } from './session-store.js';

/** So long without a connection, and people are told. */
const overdueMs = 10_000;

/** Folds connection and list into one health and tells when it changes. */
export class HealthMonitor implements Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _changed = this._owned.add(new Emitter<Health>());
  private _health: Health = { kind: 'loading' };
  private _lastReason = '';
  private _isOverdue = false;
  private _overdue: Disposable | undefined;

  readonly onDidChange = this._changed.event;

  constructor(
    private readonly connection: ServerConnection, private readonly store: SessionStore, private readonly clock: Clock) {
    this._owned.add(connection.onDidChangeState(() => this.update()));
    this._owned.add(store.onDidChangeRead(() => this.update()));
    this.update();
  }

  get health(): Health {
    return this._health;
  }

  dispose(): void {
    this._overdue?.dispose();
    this._owned.dispose();
  }

  private update(): void {
    const { state } = this.connection;
    if (state.kind === 'retrying') this._lastReason = state.reason;
    if (state.kind === 'connecting' || state.kind === 'retrying') this.expect();
    else this.settle();
    this._health = healthOf(state, this.store.read, this._lastReason, this._isOverdue);
    this._changed.fire(this._health);
  }

  private expect(): void {
    this._overdue ??= this.clock.after(overdueMs, () => {
      this._isOverdue = true;
      this.update();
    });
  }

  private settle(): void {
    this._overdue?.dispose();
    this._overdue = undefined;
    this._isOverdue = false;
  }
}
