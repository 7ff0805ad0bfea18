import * as vscode from 'vscode';
import type { Log } from '../common/log.js';
import { plainLine, plainLines } from '../common/text.js';
import { problemText } from '../common/problem.js';

/** Tells people what could not be done, in one sentence with a way to the log. */
export class Notices {
  constructor(private readonly log: Log) {}

  /** `what` is the beginning of the sentence: `The session could not be stopped`. */
  async problem(what: string, error: unknown): Promise<void> {
    const text = problemText(error);
    this.log.error(`${what}: ${plainLines(text).join('\n')}`);
    const choice = await vscode.window.showErrorMessage(withoutLinks(`${what}: ${plainLine(text, 500)}`), 'Show Log');
    if (choice === 'Show Log') await vscode.commands.executeCommand('orchestrator.showLog');
  }
}

/** Notifications draw `[text](target)` as a link; a blank between the brackets leaves it text. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
