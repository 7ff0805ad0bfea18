import * as vscode from 'vscode';
import type { SessionStore } from '../state/session-store.js';
import { listedSessions, needsAttention } from '../views/session-row.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import type { Command } from './command.js';

/** Shows the session that has waited for a person longest; from one that waits, the next one. */
export class NextAttention implements Command {
  readonly id = 'orchestrator.nextAttention';

  constructor(private readonly store: SessionStore, private readonly tabs: TerminalTabs) {}

  async execute(): Promise<void> {
    const waiting = listedSessions(this.store.all(), false).filter(needsAttention)
      .sort((one, other) => Date.parse(one.activitySince) - Date.parse(other.activitySince));
    const active = waiting.findIndex(({ id }) => id === this.tabs.activeSessionId);
    const next = waiting[(active + 1) % waiting.length];
    if (next !== undefined && next.id !== this.tabs.activeSessionId) this.tabs.open(next.id);
    else await vscode.window.showInformationMessage('No other session waits for you.');
  }
}
