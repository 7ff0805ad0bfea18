import * as vscode from 'vscode';
import { withoutIcons } from '../common/text.js';
import type { SessionSummary } from '../protocol/contract.js';
import type { SessionStore } from '../state/session-store.js';
import { listedSessions, sessionRow } from './session-row.js';
import type { SessionView } from './session-view.js';
import type { TerminalTabs } from './terminal-tabs.js';

/** What a key binding passes to mean the rows that are selected. */
const selectionArgument = 'selection';

/** Finds out which sessions a command is for: those of the row, the selected rows, or asked for. */
export class SessionPicker {
  constructor(
    private readonly store: SessionStore, private readonly view: SessionView, private readonly tabs: TerminalTabs) {}

  /** One session; undefined when the user changes their mind. */
  async one(argument: unknown, title: string, fits: (session: SessionSummary) => boolean): Promise<SessionSummary | undefined> {
    return (await this.many(argument, undefined, title, fits))[0];
  }

  /** All that are meant; a menu passes the row and the selected rows. */
  async many(
    argument: unknown, selected: unknown, title: string, fits: (session: SessionSummary) => boolean,
  ): Promise<readonly SessionSummary[]> {
    if (argument === selectionArgument) return this.known(this.view.selection);
    const ids = Array.isArray(selected) && selected.includes(argument) ? (selected as unknown[]) : [argument];
    const named = this.known(ids);
    return named.length > 0 || argument !== undefined ? named : this.ask(title, fits);
  }

  /** The same for a command that goes without a question to the session whose terminal the user is in, where it fits. */
  async manyOrActive(
    argument: unknown, selected: unknown, title: string, fits: (session: SessionSummary) => boolean,
  ): Promise<readonly SessionSummary[]> {
    const active = argument === undefined ? this.known([this.tabs.activeSessionId]).filter(fits) : [];
    return active.length > 0 ? active : this.many(argument, selected, title, fits);
  }

  private known(ids: readonly unknown[]): readonly SessionSummary[] {
    return ids.flatMap((id) => (typeof id === 'string' ? (this.store.get(id) ?? []) : []));
  }

  private async ask(title: string, fits: (session: SessionSummary) => boolean): Promise<readonly SessionSummary[]> {
    const activeId = this.tabs.activeSessionId;
    const items = listedSessions(this.store.all(), true).filter(fits).map((session) => {
      const row = sessionRow(session);
      return { label: withoutIcons(row.label), description: withoutIcons(row.description), session };
    });
    items.sort((one, other) => Number(other.session.id === activeId) - Number(one.session.id === activeId));
    if (items.length === 0) {
      void vscode.window.showInformationMessage('There is no session to do this with.');
      return [];
    }
    const choice = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    return choice === undefined ? [] : [choice.session];
  }
}
