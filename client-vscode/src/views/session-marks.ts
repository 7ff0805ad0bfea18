import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import type { SessionStore } from '../state/session-store.js';
import { needsAttention } from './session-row.js';
import { sessionScheme, sessionUri } from './session-tree.js';

/** Marks rows that are unread or wait for a person. */
export class SessionMarks implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _changed = this._owned.add(new vscode.EventEmitter<vscode.Uri[]>());

  readonly onDidChangeFileDecorations = this._changed.event;

  constructor(private readonly store: SessionStore) {
    this._owned.add(store.onDidChange((delta) => this._changed.fire(delta.changed.map(sessionUri))));
    this._owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== sessionScheme) return undefined;
    const session = this.store.get(uri.path.slice(1));
    if (session === undefined) return undefined;
    if (needsAttention(session))
      return new vscode.FileDecoration('!', 'Waits for you', new vscode.ThemeColor('list.warningForeground'));
    return session.unread ? new vscode.FileDecoration('●', 'Unread') : undefined;
  }

  dispose(): void {
    this._owned.dispose();
  }
}
