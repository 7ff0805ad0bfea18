import { DisposableStore, type Disposable } from '../common/disposables.js';
import type { ServerConnection } from '../connection/server-connection.js';

/** Tells the server which session the user of this window has before them, so that nobody is notified of what they see. */
export class UserFocus implements Disposable {
  private readonly _owned = new DisposableStore();
  private _sessionId: string | undefined;

  constructor(private readonly connection: ServerConnection) {
    this._owned.add(connection.onDidChangeState(({ kind }) => {
      if (kind === 'ready' && this._sessionId !== undefined) this.tell();
    }));
  }

  /** The session that has the focus from now on; undefined for none, as when the user is in another window. */
  look(sessionId: string | undefined): void {
    if (sessionId === this._sessionId) return;
    this._sessionId = sessionId;
    this.tell();
  }

  /** True while the user has the session before them. */
  isOn(sessionId: string): boolean {
    return this._sessionId === sessionId;
  }

  dispose(): void {
    this._owned.dispose();
  }

  private tell(): void {
    this.connection.notify('session/focus', this._sessionId === undefined ? {} : { sessionId: this._sessionId });
  }
}
