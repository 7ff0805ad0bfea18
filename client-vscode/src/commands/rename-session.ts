import * as vscode from 'vscode';
import type { Wire } from '../connection/link.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** The longest title the server takes. */
const maxTitle = 200;

/** Gives a session a title of the user's own. */
export class RenameSession implements Command {
  readonly id = 'orchestrator.renameSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown): Promise<void> {
    const session = await this.picker.one(argument, 'Rename Session', () => true);
    if (session === undefined) return;
    const title = await vscode.window.showInputBox({
      title: 'Rename Session',
      value: session.title,
      validateInput: (value) => {
        if (value.trim() === '') return 'A title has at least one character.';
        return value.trim().length > maxTitle ? `A title has at most ${maxTitle} characters.` : undefined;
      },
    });
    if (title === undefined || title.trim() === session.title) return;
    await attempt(this.wire, 'session/rename', { sessionId: session.id, title: title.trim() },
      `${session.title} could not be renamed`, this.notices);
  }
}
