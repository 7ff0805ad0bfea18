import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import type { SessionStore } from '../state/session-store.js';
import type { TableDelta } from '../state/session-table.js';
import { listedSessions, sessionRow } from './session-row.js';

/**
 * What a click on a row runs. It goes without the session's id: the editor keeps the arguments of a row's command only
 * until the row is drawn anew, so that a click in that moment would find nothing to do. The selection outlives the row.
 */
export const openSelectedCommand = 'orchestrator.openSelectedSession';

/** Scheme of the URIs under which rows are decorated. */
export const sessionScheme = 'orchestrator-session';

export function sessionUri(sessionId: string): vscode.Uri {
  return vscode.Uri.from({ scheme: sessionScheme, path: `/${sessionId}` });
}

/** The list of sessions; its elements are session ids. A change of a session draws its row, nothing else. */
export class SessionTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _changed = this._owned.add(new vscode.EventEmitter<string[] | undefined>());
  private _order: readonly string[] = [];
  private _isArchivedShown = false;
  private _drawing: { readonly done: Promise<void>; readonly end: () => void } | undefined;

  readonly onDidChangeTreeData = this._changed.event;

  constructor(private readonly store: SessionStore) {
    this._order = this.order();
    this._owned.add(store.onDidChange((delta) => this.update(delta)));
  }

  showArchived(isShown: boolean): void {
    this._isArchivedShown = isShown;
    this._order = this.order();
    this.redraw();
  }

  /** Resolves when the editor knows the rows: from a change of their order until it has asked for them it knows none. */
  async drawn(): Promise<void> {
    await this._drawing?.done;
  }

  getChildren(element?: string): string[] {
    if (element !== undefined) return [];
    // The editor takes the rows, and asks for each, in turns of its own that follow at once.
    if (this._drawing !== undefined) setTimeout(this._drawing.end);
    this._drawing = undefined;
    return [...this._order];
  }

  getTreeItem(sessionId: string): vscode.TreeItem {
    const session = this.store.get(sessionId);
    if (session === undefined) return new vscode.TreeItem('');
    const row = sessionRow(session);
    const item = new vscode.TreeItem(row.label);
    item.id = sessionId;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.contextValue = row.contextValue;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color));
    item.resourceUri = sessionUri(sessionId);
    item.accessibilityInformation = { label: `${row.label}, ${row.description}` };
    item.command = { command: openSelectedCommand, title: 'Open Session' };
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    this._owned.dispose();
  }

  private update(delta: TableDelta): void {
    const before = this._order;
    this._order = this.order();
    const isSameOrder = before.length === this._order.length && before.every((id, at) => id === this._order[at]);
    const shown = new Set(this._order);
    const changed = delta.changed.filter((id) => shown.has(id));
    if (!isSameOrder) this.redraw();
    else if (changed.length > 0) this._changed.fire(changed);
  }

  private redraw(): void {
    this._drawing ??= deferred();
    this._changed.fire(undefined);
  }

  private order(): readonly string[] {
    return listedSessions(this.store.all(), this._isArchivedShown).map((session) => session.id);
  }
}

function deferred(): { readonly done: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
}
