import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import { plainLine } from '../common/text.js';
import type { HealthMonitor } from '../state/health-monitor.js';
import type { SessionStore } from '../state/session-store.js';
import { SessionMarks } from './session-marks.js';
import { needsAttention } from './session-row.js';
import { SessionTree } from './session-tree.js';

/** Context keys that package.json's menus and welcome texts ask for. */
const contextKeys = { list: 'orchestrator.list', archivedShown: 'orchestrator.archivedShown' };

/** The view in the side bar: rows, marks, badge, and one line above the rows when the list is not up to date. */
export class SessionView implements vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _tree: SessionTree;
  private readonly _view: vscode.TreeView<string>;

  constructor(private readonly store: SessionStore, private readonly health: HealthMonitor) {
    this._tree = this._owned.add(new SessionTree(store));
    this._owned.add(new SessionMarks(store));
    this._view = this._owned.add(vscode.window.createTreeView('orchestrator.sessions', {
      treeDataProvider: this._tree, canSelectMany: true, showCollapseAll: false,
    }));
    this._owned.add(store.onDidChange(() => this.showBadge()));
    this._owned.add(health.onDidChange(() => this.showHealth()));
    this.showBadge();
    this.showHealth();
  }

  /** Sessions whose rows are selected. */
  get selection(): readonly string[] {
    return this._view.selection;
  }

  /** The session whose row was clicked. The editor tells none while it reads the rows anew. */
  async clicked(): Promise<string | undefined> {
    if (this._view.selection.length === 0) await this._tree.drawn();
    return this._view.selection[0];
  }

  showArchived(isShown: boolean): void {
    this._tree.showArchived(isShown);
    setContext(contextKeys.archivedShown, isShown);
  }

  dispose(): void {
    this._owned.dispose();
  }

  private showBadge(): void {
    const waiting = this.store.all().filter((session) => !session.archived && needsAttention(session)).length;
    const tooltip = waiting === 1 ? '1 session waits for you' : `${waiting} sessions wait for you`;
    this._view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
  }

  private showHealth(): void {
    const { health } = this.health;
    setContext(contextKeys.list, health.kind === 'reconnecting' ? 'loading' : health.kind);
    const line = health.kind === 'failed' && this.store.all().length > 0
      ? `Not up to date: ${plainLine(health.reason)}`
      : undefined;
    // The editor's type wants the property absent, its code takes undefined as that.
    if (line === undefined) delete this._view.message;
    else this._view.message = line;
  }
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
