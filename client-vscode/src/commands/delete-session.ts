import * as vscode from 'vscode';
import { plainLine } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import { isEnded } from '../state/session-life.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Deletes ended sessions and what was kept of them, once the user has confirmed it. */
export class DeleteSession implements Command {
  readonly id = 'orchestrator.deleteSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const chosen = await this.picker.many(argument, selected, 'Delete Session', isEnded);
    const sessions = chosen.filter(isEnded);
    const [first] = sessions;
    if (first === undefined) {
      if (chosen.length > 0) void vscode.window.showInformationMessage('A running session cannot be deleted; stop it first.');
      return;
    }
    const what = sessions.length === 1 ? `“${plainLine(first.title, 80)}”` : `${sessions.length} sessions`;
    const choice = await vscode.window.showWarningMessage(
      `Delete ${what}?`, { modal: true, detail: 'What was kept of its terminal goes with it. Files are not touched.' }, 'Delete');
    if (choice !== 'Delete') return;
    await Promise.all(sessions.map((session) => attempt(
      this.wire, 'session/delete', { sessionId: session.id }, `${session.title} could not be deleted`, this.notices)));
  }
}
