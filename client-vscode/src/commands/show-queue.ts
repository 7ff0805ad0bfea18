import * as vscode from 'vscode';
import { plainLine } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import type { QueuedMessage, SessionSummary } from '../protocol/contract.js';
import type { Notices } from '../views/notices.js';
import { promptText, queueItems } from '../views/queue-picker.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Shows the prompts that wait in a session, and takes out the ones the user chooses. */
export class ShowQueue implements Command {
  readonly id = 'orchestrator.showQueue';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown): Promise<void> {
    const [session] = await this.picker.manyOrActive(argument, undefined, 'Show Waiting Prompts', ({ queued }) => queued > 0);
    if (session === undefined) return;
    // After each that was taken out the rest is shown, as it stands then.
    while (await this.takeOneOut(session));
  }

  /** False when the user has seen enough, or there is nothing more to see. */
  private async takeOneOut(session: SessionSummary): Promise<boolean> {
    const { id: sessionId, title } = session;
    const queue = await attempt(
      this.wire, 'session/queue', { sessionId }, `The prompts of ${title} could not be read`, this.notices);
    const message = queue === undefined ? undefined : await choose(title, queue.messages);
    if (message === undefined || !(await confirm(message))) return false;
    const isTaken = await attempt(this.wire, 'session/unqueue', { sessionId, messageId: message.messageId },
      'The prompt could not be taken out', this.notices);
    return isTaken !== undefined;
  }
}

async function choose(title: string, messages: readonly QueuedMessage[]): Promise<QueuedMessage | undefined> {
  if (messages.length === 0) {
    void vscode.window.showInformationMessage(`No prompt waits in “${plainLine(title, 80)}”.`);
    return undefined;
  }
  const choice = await vscode.window.showQuickPick(queueItems(messages), {
    title: `Waiting Prompts: ${plainLine(title, 80)}`, placeHolder: 'Choose a prompt to take it out', matchOnDescription: true,
  });
  return choice?.message;
}

/** A prompt that is being typed is shown, and cannot be taken out any more. */
async function confirm(message: QueuedMessage): Promise<boolean> {
  const detail = promptText(message);
  if (message.state !== 'waiting') {
    void vscode.window.showInformationMessage('This prompt is being typed; it cannot be taken out any more.', { modal: true, detail });
    return false;
  }
  const choice = await vscode.window.showWarningMessage(
    'Take this prompt out of the queue?', { modal: true, detail: `${detail}\n\nIt will not be sent.` }, 'Take Out');
  return choice === 'Take Out';
}
