import type * as vscode from 'vscode';
import type { Command } from './command.js';

/** Shows what the extension and the server say. */
export class ShowLog implements Command {
  readonly id = 'orchestrator.showLog';

  constructor(private readonly channel: vscode.OutputChannel) {}

  execute(): Promise<void> {
    this.channel.show();
    return Promise.resolve();
  }
}
