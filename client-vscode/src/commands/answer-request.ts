import * as vscode from 'vscode';
import type { AttentionOption, AttentionRequest } from '../protocol/contract.js';
import type { RequestStore } from '../state/request-store.js';
import type { SessionStore } from '../state/session-store.js';
import type { RequestNotices } from '../views/request-notices.js';
import { decisions, requestDetail, requestItems, requestSentence } from '../views/request-text.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import type { Command } from './command.js';

const openSession = 'Open Session';

/** Shows what agents want, and answers what the user chooses; what can be answered in a terminal only is shown there. */
export class AnswerRequest implements Command {
  readonly id = 'orchestrator.answerRequest';

  constructor(
    private readonly requests: RequestStore,
    private readonly sessions: SessionStore,
    private readonly answers: RequestNotices,
    private readonly tabs: TerminalTabs,
  ) {}

  async execute(argument?: unknown): Promise<void> {
    const ofRow = this.requests.all().filter(({ sessionId }) => argument === undefined || sessionId === argument);
    const request = await this.choose(ofRow);
    if (request === undefined) return;
    if (request.questions !== undefined) return this.answers.answerQuestions(request, request.questions);
    const offered = decisions(request);
    if (offered.size === 0) {
      this.tabs.open(request.sessionId);
      return;
    }
    const choice = await vscode.window.showWarningMessage(
      requestSentence(request, this.sessions.get(request.sessionId)), { modal: true, detail: requestDetail(request) }, ...offered.keys(), openSession);
    if (choice === openSession) this.tabs.open(request.sessionId);
    const decision = choice === undefined ? undefined : offered.get(choice);
    if (decision !== undefined) await this.decide(request, decision);
  }

  private async decide(request: AttentionRequest, { id, takesNote }: AttentionOption): Promise<void> {
    const note = takesNote === true ? await vscode.window.showInputBox({ title: 'Answer Request', prompt: 'Why? The agent reads it. May be left empty.' }) : '';
    if (note !== undefined) await this.answers.answer(request, { decision: id, ...(note.trim() !== '' && { note }) });
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
