import type * as vscode from 'vscode';
import { plainLine, plainLines, withoutIcons } from '../common/text.js';
import type { QueuedMessage } from '../protocol/contract.js';

/** One prompt of a queue as a line of a quick pick. */
export interface QueueItem extends vscode.QuickPickItem {
  readonly message: QueuedMessage;
}

/** The prompts in the order they will be delivered. */
export function queueItems(messages: readonly QueuedMessage[]): QueueItem[] {
  return messages.map((message) => ({
    label: withoutIcons(message.preview) || '(blank)',
    description: message.state === 'waiting' ? turnText(message) : 'is being typed',
    message,
  }));
}

/** The beginning of a prompt, as far as a dialog has room for it. */
export function promptText({ text, preview }: QueuedMessage): string {
  const lines = plainLines(text ?? preview, Number.MAX_SAFE_INTEGER);
  return [...lines.slice(0, 20).map((line) => plainLine(line)), ...(lines.length > 20 ? ['…'] : [])].join('\n');
}

function turnText({ mode }: QueuedMessage): string {
  switch (mode) {
    case 'interrupt':
      return 'interrupts the turn';
    case 'steer':
      return 'goes into the turn';
    default:
      return 'waits';
  }
}
