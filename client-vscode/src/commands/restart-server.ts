import * as vscode from 'vscode';
import type { ServerConnection } from '../connection/server-connection.js';
import type { Command } from './command.js';

/** Connects to the server anew; no session ends by it. */
export class RestartServer implements Command {
  readonly id = 'orchestrator.restartServer';

  constructor(private readonly connection: ServerConnection) {}

  async execute(): Promise<void> {
    // A command can be run by other extensions, whatever its enablement says.
    if (vscode.workspace.isTrusted) await this.connection.restart();
  }
}
