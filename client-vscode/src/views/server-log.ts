import type * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import { plainLines } from '../common/text.js';
import type { ServerConnection } from '../connection/server-connection.js';

/** Writes what the server tells about itself to the extension's log. */
export class ServerLog implements vscode.Disposable {
  private readonly _owned = new DisposableStore();

  constructor(connection: ServerConnection, private readonly channel: vscode.LogOutputChannel) {
    this._owned.add(connection.on('window/logMessage', ({ type, message }) => this.write(type, message)));
    this._owned.add(connection.on('$/logTrace', ({ message, verbose }) =>
      channel.trace(plainLines(`${message}\n${verbose ?? ''}`).join('\n'))));
  }

  dispose(): void {
    this._owned.dispose();
  }

  private write(type: number, message: string): void {
    const text = `[server] ${plainLines(message).join('\n')}`;
    if (type === 1) this.channel.error(text);
    else if (type === 2) this.channel.warn(text);
    else if (type === 3) this.channel.info(text);
    else this.channel.debug(text);
  }
}
