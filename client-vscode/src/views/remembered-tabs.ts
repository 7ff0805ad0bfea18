import type * as vscode from 'vscode';
import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import { isEnded } from '../state/session-life.js';
import type { SessionStore } from '../state/session-store.js';
import type { TerminalTabs } from './terminal-tabs.js';

/** Where the open terminals of a workspace are kept. */
const stateKey = 'openSessions';

/** A window that goes closes its terminals first; what it closes within this time is not forgotten. */
const settleMs = 1_000;

/** Opens again, after a reload of the window, the terminals of running sessions that were open before. */
export class RememberedTabs implements Disposable {
  private readonly _owned = new DisposableStore();
  private _timer: Disposable | undefined;
  private _isRestored = false;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly store: SessionStore,
    private readonly tabs: TerminalTabs,
    private readonly clock: Clock,
  ) {
    this._owned.add(store.onDidChangeRead((read) => {
      if (read.kind === 'ready') this.restore();
    }));
    this._owned.add(tabs.onDidChange(() => this.remember()));
  }

  dispose(): void {
    this._timer?.dispose();
    this._owned.dispose();
  }

  /** Once, when the first list is in: an earlier one could not say which sessions still run. */
  private restore(): void {
    if (this._isRestored) return;
    this._isRestored = true;
    for (const id of this.remembered()) {
      const session = this.store.get(id);
      if (session !== undefined && !isEnded(session)) this.tabs.open(id, { preserveFocus: true });
    }
    this.remember();
  }

  private remember(): void {
    if (!this._isRestored) return;
    this._timer?.dispose();
    this._timer = this.clock.after(settleMs, () => void this.memory.update(stateKey, this.tabs.sessionIds));
  }

  private remembered(): readonly string[] {
    const ids = this.memory.get<unknown>(stateKey);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  }
}
