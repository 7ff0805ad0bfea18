import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { Settings } from './settings.js';

/** Has the server send as many sessions at once as the user's setting says, on every connection and when it changes. */
export class LiveLimit implements vscode.Disposable {
  private readonly _owned = new DisposableStore();

  constructor(private readonly connection: ServerConnection, private readonly settings: Settings) {
    this._owned.add(connection.onDidChangeState(() => this.tell()));
    this._owned.add(vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('orchestrator.liveSessions')) this.tell();
    }));
  }

  dispose(): void {
    this._owned.dispose();
  }

  private tell(): void {
    const { state } = this.connection;
    if (state.kind !== 'ready') return;
    // A server that keeps its own limit, or went, is no reason to trouble anybody.
    state.wire.request('client/configure', { liveSessions: this.settings.liveSessions }).catch(() => undefined);
  }
}
