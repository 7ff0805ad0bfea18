import * as vscode from 'vscode';
import { problemOf, type Problem } from '../common/problem.js';
import { plainLine } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import type { SessionSummary } from '../protocol/contract.js';
import { ErrorCode } from '../protocol/methods.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { isSuspendable } from '../views/session-row.js';
import { attempt, type Command } from './command.js';

/** Ends the programs of sessions so that they can be resumed; one that is at work only once the user has confirmed it. */
export class SuspendSession implements Command {
  readonly id = 'orchestrator.suspendSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const sessions = await this.picker.manyOrActive(argument, selected, 'Suspend Session', isSuspendable);
    // One after the other: the editor shows one question at a time.
    for (const session of sessions.filter(isSuspendable)) await this.suspend(session);
  }

  private async suspend(session: SessionSummary): Promise<void> {
    const what = `${session.title} could not be suspended`;
    try {
      await this.wire.request('session/suspend', { sessionId: session.id });
    } catch (error) {
      const problem = problemOf(error);
      if (!canBeForced(problem)) await this.notices.problem(what, error);
      else if (await confirm(session, problem))
        await attempt(this.wire, 'session/suspend', { sessionId: session.id, force: true }, what, this.notices);
    }
  }
}

/** The server says with its hint that `force` would change the answer. */
function canBeForced({ code, hint }: Problem): boolean {
  return code === ErrorCode.illegalTransition && /\bforce\b/.test(hint ?? '');
}

async function confirm(session: SessionSummary, { message }: Problem): Promise<boolean> {
  const detail = `${plainLine(message, 300)} What it is doing now is broken off; the conversation can be taken up again.`;
  const choice = await vscode.window.showWarningMessage(
    `Suspend “${plainLine(session.title, 80)}” anyway?`, { modal: true, detail }, 'Suspend Anyway');
  return choice === 'Suspend Anyway';
}
