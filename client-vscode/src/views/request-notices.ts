import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import { problemOf } from '../common/problem.js';
import type { Wire } from '../connection/link.js';
import type { AttentionQuestion, AttentionRequest, AttentionRespondParams } from '../protocol/contract.js';
import { ErrorCode } from '../protocol/methods.js';
import type { RequestStore } from '../state/request-store.js';
import type { SessionStore } from '../state/session-store.js';
import type { UserFocus } from '../state/user-focus.js';
import type { Notices } from './notices.js';
import { pickAnswers } from './question-picker.js';
import { decisions, isSeenWhole, requestSentence } from './request-text.js';
import type { TerminalTabs } from './terminal-tabs.js';

const openSession = 'Open Session';
const answerButton = 'Answer…';

/** Tells the user of this window what agents want, when the server chose this window for it, and brings back the answers. */
export class RequestNotices implements vscode.Disposable {
  private readonly _owned = new DisposableStore();

  constructor(
    private readonly wire: Wire,
    private readonly requests: RequestStore,
    private readonly sessions: SessionStore,
    private readonly focus: UserFocus,
    private readonly tabs: TerminalTabs,
    private readonly notices: Notices,
  ) {
    this._owned.add(requests.onNotify((request) => void this.notify(request)));
  }

  /** Answers a request; what became of it is told by the server like any other answer. */
  async answer(request: AttentionRequest, answer: Pick<AttentionRespondParams, 'decision' | 'note' | 'answers'>): Promise<void> {
    const { requestId, sessionId } = request;
    try {
      if (this.requests.has(requestId)) await this.wire.request('attention/respond', { requestId, sessionId, ...answer });
      else void vscode.window.showInformationMessage('This was answered already.');
    } catch (error) {
      const { code } = problemOf(error);
      if (code === ErrorCode.alreadyResolved) void vscode.window.showInformationMessage('This was answered already.');
      else await this.notices.problem('The answer did not reach the agent', error);
    }
  }

  /** Asks the user an agent's questions, and answers with what they choose or write. */
  async answerQuestions(request: AttentionRequest, questions: readonly AttentionQuestion[]): Promise<void> {
    const given = await pickAnswers(questions);
    if (given?.kind === 'openSession') this.tabs.open(request.sessionId);
    else if (given !== undefined) await this.answer(request, { answers: [...given.answers] });
  }

  dispose(): void {
    this._owned.dispose();
  }

  private async notify(request: AttentionRequest): Promise<void> {
    // The server may not have heard yet that the user went there.
    if (this.focus.isOn(request.sessionId)) return;
    const offered = decisions(request);
    const buttons = isSeenWhole(request) ? [...(request.questions === undefined ? [] : [answerButton]), ...offered.keys()] : [];
    const sentence = requestSentence(request, this.sessions.get(request.sessionId));
    const choice = request.kind === 'notice'
      ? await vscode.window.showInformationMessage(sentence, openSession, ...buttons)
      : await vscode.window.showWarningMessage(sentence, ...buttons, openSession);
    if (choice === openSession) this.tabs.open(request.sessionId);
    const decision = choice === undefined ? undefined : offered.get(choice);
    if (decision !== undefined) await this.answer(request, { decision: decision.id });
    if (choice === answerButton && request.questions !== undefined) await this.answerQuestions(request, request.questions);
  }
}
