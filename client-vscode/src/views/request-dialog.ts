import * as vscode from 'vscode';
import { problemOf } from '../common/problem.js';
import type { Wire } from '../connection/link.js';
import type { AttentionOption, AttentionQuestion, AttentionRequest, AttentionRespondParams } from '../protocol/contract.js';
import { ErrorCode } from '../protocol/methods.js';
import type { RequestStore } from '../state/request-store.js';
import type { SessionStore } from '../state/session-store.js';
import type { Notices } from './notices.js';
import { pickAnswers } from './question-picker.js';
import { decisions, requestDetail, requestSentence } from './request-text.js';
import type { TerminalTabs } from './terminal-tabs.js';

export const openSession = 'Open Session';

type Answer = Pick<AttentionRespondParams, 'decision' | 'note' | 'answers'>;

/** Shows the user all that one request asks, and brings back their answer; what can be answered in a terminal only is shown there. */
export class RequestDialog {
  constructor(
    private readonly wire: Wire,
    private readonly requests: RequestStore,
    private readonly sessions: SessionStore,
    private readonly tabs: TerminalTabs,
    private readonly notices: Notices,
  ) {}

  async show(request: AttentionRequest): Promise<void> {
    const offered = decisions(request);
    if (request.questions !== undefined) await this.ask(request, request.questions);
    else if (offered.size > 0) await this.offer(request, offered);
    else this.tabs.open(request.sessionId);
  }

  /** Answers a request; what became of it is told by the server like any other answer. */
  async answer({ requestId, sessionId }: AttentionRequest, answer: Answer): Promise<void> {
    try {
      if (this.requests.get(requestId) === undefined) this.tellAnswered();
      else await this.wire.request('attention/respond', { requestId, sessionId, ...answer });
    } catch (error) {
      if (problemOf(error).code === ErrorCode.alreadyResolved) this.tellAnswered();
      else await this.notices.problem('The answer did not reach the agent', error);
    }
  }

  /** Tells the user that somebody answered before them. */
  tellAnswered(): void {
    void vscode.window.showInformationMessage('This was answered already.');
  }

  private async ask(request: AttentionRequest, questions: readonly AttentionQuestion[]): Promise<void> {
    const given = await pickAnswers(questions);
    if (given?.kind === 'openSession') this.tabs.open(request.sessionId);
    else if (given !== undefined) await this.answer(request, { answers: [...given.answers] });
  }

  private async offer(request: AttentionRequest, offered: ReadonlyMap<string, AttentionOption>): Promise<void> {
    const choice = await vscode.window.showWarningMessage(
      requestSentence(request, this.sessions.get(request.sessionId)), { modal: true, detail: requestDetail(request) }, ...offered.keys(), openSession);
    if (choice === openSession) this.tabs.open(request.sessionId);
    const decision = choice === undefined ? undefined : offered.get(choice);
    if (decision !== undefined) await this.decide(request, decision);
  }

  private async decide(request: AttentionRequest, { id, takesNote }: AttentionOption): Promise<void> {
    const note = takesNote === true ? await vscode.window.showInputBox({ title: 'Answer Request', prompt: 'Why? The agent reads it. May be left empty.' }) : '';
    if (note !== undefined) await this.answer(request, { decision: id, ...(note.trim() !== '' && { note }) });
  }
}
