import * as vscode from 'vscode';
import type { AttentionRequest } from '../protocol/contract.js';
import type { RequestStore } from '../state/request-store.js';
import type { SessionStore } from '../state/session-store.js';
import type { RequestDialog } from '../views/request-dialog.js';
import { requestItems } from '../views/request-text.js';
import type { Command } from './command.js';

/** Shows what agents want, and lets the user answer one of it. */
export class AnswerRequest implements Command {
  readonly id = 'orchestrator.answerRequest';

  constructor(private readonly requests: RequestStore, private readonly sessions: SessionStore, private readonly dialog: RequestDialog) {}

  async execute(argument?: unknown): Promise<void> {
    const ofRow = this.requests.all().filter(({ sessionId }) => argument === undefined || sessionId === argument);
    const chosen = await this.choose(ofRow);
    if (chosen !== undefined) await this.dialog.show(this.requests.get(chosen.requestId) ?? chosen);
  }

  private async choose(requests: readonly AttentionRequest[]): Promise<AttentionRequest | undefined> {
    if (requests.length === 0) {
      void vscode.window.showInformationMessage('No agent waits for you.');
      return undefined;
    }
    const choice = await vscode.window.showQuickPick(
      requestItems(requests, (sessionId) => this.sessions.get(sessionId)), { title: 'Answer Request', matchOnDescription: true });
    return choice?.request;
  }
}
