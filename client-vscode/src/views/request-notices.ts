import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import type { AttentionRequest } from '../protocol/contract.js';
import type { RequestStore } from '../state/request-store.js';
import type { SessionStore } from '../state/session-store.js';
import type { UserFocus } from '../state/user-focus.js';
import { openSession, type RequestDialog } from './request-dialog.js';
import { decisions, isSeenWhole, requestSentence } from './request-text.js';
import type { TerminalTabs } from './terminal-tabs.js';

const answerButton = 'Answer…';

/** Tells the user of this window what agents want, when the server chose this window for it. */
export class RequestNotices implements vscode.Disposable {
  private readonly _owned = new DisposableStore();

  constructor(
    private readonly requests: RequestStore,
    private readonly sessions: SessionStore,
    private readonly focus: UserFocus,
    private readonly tabs: TerminalTabs,
    private readonly dialog: RequestDialog,
  ) {
    this._owned.add(requests.onNotify((request) => void this.notify(request)));
  }

  dispose(): void {
    this._owned.dispose();
  }

  private async notify(request: AttentionRequest): Promise<void> {
    // The server may not have heard yet that the user went there.
    if (this.focus.isOn(request.sessionId)) return;
    const sentence = requestSentence(request, this.sessions.get(request.sessionId));
    const choice = request.kind === 'notice'
      ? await vscode.window.showInformationMessage(sentence, openSession, ...buttons(request))
      : await vscode.window.showWarningMessage(sentence, ...buttons(request), openSession);
    if (choice === openSession) this.tabs.open(request.sessionId);
    else if (choice !== undefined) await this.follow(request, choice);
  }

  // More may have been told of the request than what the click was for.
  private async follow(seen: AttentionRequest, choice: string): Promise<void> {
    const request = this.requests.get(seen.requestId);
    const isAsSeen = request?.title === seen.title && isSeenWhole(request);
    const decision = isAsSeen ? decisions(request).get(choice) : undefined;
    if (request === undefined) this.dialog.tellAnswered();
    else if (decision === undefined) await this.dialog.show(request);
    else await this.dialog.answer(request, { decision: decision.id });
  }
}

// What a question's answers are is often told a moment later.
function buttons(request: AttentionRequest): string[] {
  const offered = [...decisions(request).keys()];
  return request.kind === 'question' || (offered.length > 0 && !isSeenWhole(request)) ? [answerButton] : offered;
}
