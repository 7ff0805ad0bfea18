import type * as vscode from 'vscode';
import { plainLine, plainLines, withoutIcons, withoutLinks } from '../common/text.js';
import type { AttentionOption, AttentionRequest, SessionSummary } from '../protocol/contract.js';

/** One pending request as a line of a quick pick. */
export interface RequestItem extends vscode.QuickPickItem {
  readonly request: AttentionRequest;
}

/** The decisions of a request by the label of their button. Labels come from the server. */
export function decisions({ options }: AttentionRequest): ReadonlyMap<string, AttentionOption> {
  return new Map((options ?? []).map((option) => [plainLine(option.label, 40), option]));
}

/** A request in a sentence; text from agents is only text in it. */
export function requestSentence(request: AttentionRequest, session: SessionSummary | undefined): string {
  return withoutLinks(`${titleOf(session)}: ${plainLine(request.title, 300)}`);
}

/** More about a request, as far as a dialog has room for it. */
export function requestDetail({ body }: AttentionRequest): string {
  const lines = plainLines(body ?? '', Number.MAX_SAFE_INTEGER);
  return [...lines.slice(0, 30).map((line) => plainLine(line, 300)), ...(lines.length > 30 ? ['…'] : [])].join('\n');
}

/** True when a sentence shows all that is asked: what is not seen whole is not allowed with a click. */
export function isSeenWhole({ kind, body }: AttentionRequest): boolean {
  return kind !== 'approval' || body === undefined;
}

/** The pending requests in their order. */
export function requestItems(
  requests: readonly AttentionRequest[], sessionOf: (sessionId: string) => SessionSummary | undefined): RequestItem[] {
  return requests.map((request) => ({
    label: withoutIcons(request.title) || '(no words)',
    description: withoutIcons(titleOf(sessionOf(request.sessionId))),
    request,
  }));
}

function titleOf(session: SessionSummary | undefined): string {
  return plainLine(session?.title ?? '', 80) || 'A session';
}
