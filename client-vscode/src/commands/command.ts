import * as vscode from 'vscode';
import type { Wire } from '../connection/link.js';
import type { BatchResult } from '../protocol/contract.js';
import type { Requests } from '../protocol/methods.js';
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

/** Makes one request and tells the user, with the words of `what`, when it is refused; undefined then. */
export async function attempt<M extends Exclude<keyof Requests, 'shutdown'>>(
  wire: Wire, method: M, params: Requests[M]['params'], what: string, notices: Notices,
): Promise<Requests[M]['result'] | undefined> {
  try {
    const result = await wire.request(method, params);
    const failed = isBatch(result) ? result.results.find((item) => !item.ok) : undefined;
    if (failed !== undefined) throw new Error(failed.error?.message ?? 'The server gave no reason');
    return result;
  } catch (error) {
    await notices.problem(what, error);
    return undefined;
  }
}

function isBatch(result: object): result is BatchResult {
  return 'results' in result;
}
