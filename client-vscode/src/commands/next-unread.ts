import * as vscode from 'vscode';
import type { SessionStore } from '../state/session-store.js';
import { listedSessions, needsAttention } from '../views/session-row.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import type { Command } from './command.js';

/** Shows the next session that waits for a person, else the next unread one. */
export class NextUnread implements Command {
  readonly id = 'orchestrator.nextUnread';

  constructor(private readonly store: SessionStore, private readonly tabs: TerminalTabs) {}

  async execute(): Promise<void> {
    const activeId = this.tabs.activeSessionId;
    const others = listedSessions(this.store.all(), false).filter((session) => session.id !== activeId);
    const next = others.find(needsAttention) ?? others.find((session) => session.unread);
    if (next !== undefined) this.tabs.open(next.id);
    else await vscode.window.showInformationMessage('No other session is unread or waits for you.');
  }
}
