import * as vscode from 'vscode';
import type { Wire } from '../connection/link.js';
import type { BatchResult } from '../protocol/contract.js';
import type { Notices } from '../views/notices.js';

/** A command of the palette, of a menu or of a key. */
export interface Command {
  readonly id: string;
  execute(argument?: unknown, selected?: unknown): Promise<void>;
}

/** Registers commands; what one throws is told to the user. */
export function registerCommands(commands: readonly Command[], notices: Notices): vscode.Disposable {
  return vscode.Disposable.from(...commands.map((command) =>
    vscode.commands.registerCommand(command.id, async (argument?: unknown, selected?: unknown) => {
      try {
        await command.execute(argument, selected);
      } catch (error) {
        await notices.problem('That did not work', error);
      }
    })));
}

/** Makes one request and tells the user, with the words of `what`, when it is refused. */
export async function attempt<M extends 'session/archive' | 'session/markRead' | 'session/stop' | 'session/delete'
  | 'session/rename'>(
  wire: Wire, method: M, params: Parameters<typeof wire.request<M>>[1], what: string, notices: Notices): Promise<void> {
  try {
    const result = await wire.request(method, params);
    if (isBatch(result)) {
      const failed = result.results.find((item) => !item.ok);
      if (failed !== undefined) throw new Error(failed.error?.message ?? 'The server gave no reason');
    }
  } catch (error) {
    await notices.problem(what, error);
  }
}

function isBatch(result: object): result is BatchResult {
  return 'results' in result;
}
