import * as vscode from 'vscode';
import type { Log } from '../common/log.js';
import { plainLine, plainLines, withoutLinks } from '../common/text.js';
import { problemText } from '../common/problem.js';

/** Tells people what could not be done, in one sentence with a way to the log. */
export class Notices {
  private readonly _warned = new Set<string>();

  constructor(private readonly log: Log) {}

  /** Shows what the server warns of, once while it lasts: after a reconnect the server says again what is still wrong. */
  async warn(text: string): Promise<void> {
    if (this._warned.has(text)) return;
    this._warned.add(text);
    const choice = await vscode.window.showWarningMessage(withoutLinks(plainLine(text, 500)), 'Show Log');
    if (choice === 'Show Log') await vscode.commands.executeCommand('orchestrator.showLog');
  }

  /** Something that the server warned of is over. What it warns of from now on is new. */
  async over(text: string): Promise<void> {
    if (this._warned.size === 0) return;
    this._warned.clear();
    await vscode.window.showInformationMessage(withoutLinks(plainLine(text, 500)));
  }

  /** `what` is the beginning of the sentence: `The session could not be stopped`. */
  async problem(what: string, error: unknown): Promise<void> {
    const text = problemText(error);
    this.log.error(`${what}: ${plainLines(text).join('\n')}`);
    const choice = await vscode.window.showErrorMessage(withoutLinks(`${what}: ${plainLine(text, 500)}`), 'Show Log');
    if (choice === 'Show Log') await vscode.commands.executeCommand('orchestrator.showLog');
  }
}
