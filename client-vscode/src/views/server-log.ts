import type * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import { plainLines } from '../common/text.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { Notices } from './notices.js';

/** Writes what the server tells about itself to the extension's log, and shows what it warns of. */
export class ServerLog implements vscode.Disposable {
  private readonly _owned = new DisposableStore();

  constructor(
    connection: ServerConnection, private readonly channel: vscode.LogOutputChannel, private readonly notices: Notices) {
    this._owned.add(connection.on('window/logMessage', ({ type, message }) => this.tell(type, message)));
    this._owned.add(connection.on('$/logTrace', ({ message, verbose }) =>
      channel.trace(plainLines(`${message}\n${verbose ?? ''}`).join('\n'))));
  }

  dispose(): void {
    this._owned.dispose();
  }

  private tell(type: number, message: string): void {
    this.write(type, message);
    if (type <= 2) void this.notices.warn(message);
    else if (type === 3) void this.notices.over(message);
  }

  private write(type: number, message: string): void {
    const text = `[server] ${plainLines(message).join('\n')}`;
    if (type === 1) this.channel.error(text);
    else if (type === 2) this.channel.warn(text);
    else if (type === 3) this.channel.info(text);
    else this.channel.debug(text);
  }
}
