import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables.js';
import { plainLine, withoutIcons } from '../common/text.js';
import type { SessionSummary } from '../protocol/contract.js';
import type { Health } from '../state/health.js';
import type { HealthMonitor } from '../state/health-monitor.js';
import type { SessionStore } from '../state/session-store.js';
import { needsAttention } from './session-row.js';

/** What the item in the status bar says; undefined hides it. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
  readonly isWarning: boolean;
}

/** Quiet while all is well: only sessions that wait for a person are counted. */
export function statusText(health: Health, sessions: readonly SessionSummary[]): StatusText | undefined {
  if (health.kind === 'failed')
    return {
      text: '$(warning) Agents: no connection',
      tooltip: `${plainLine(health.reason)}\nIt is tried again by itself; sessions run on. Click to see the log.`,
      command: 'orchestrator.showLog',
      isWarning: true,
    };
  if (health.kind === 'reconnecting')
    return {
      text: '$(sync~spin) Agents: reconnecting',
      tooltip: withoutIcons(health.reason),
      command: 'orchestrator.showLog',
      isWarning: false,
    };
  const waiting = sessions.filter((session) => !session.archived && needsAttention(session));
  const first = waiting[0];
  if (first === undefined) return undefined;
  return {
    text: `$(bell-dot) ${waiting.length}`,
    tooltip: waiting.length === 1 ? `${plainLine(first.title)} waits for you` : `${waiting.length} sessions wait for you`,
    command: 'orchestrator.sessions.focus',
    isWarning: false,
  };
}

/** The one item in the status bar. */
export class StatusBar implements vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _item: vscode.StatusBarItem;

  constructor(private readonly health: HealthMonitor, private readonly store: SessionStore) {
    this._item = this._owned.add(
      vscode.window.createStatusBarItem('orchestrator.status', vscode.StatusBarAlignment.Left, 0));
    this._item.name = 'Agents';
    this._owned.add(health.onDidChange(() => this.draw()));
    this._owned.add(store.onDidChange(() => this.draw()));
    this.draw();
  }

  dispose(): void {
    this._owned.dispose();
  }

  private draw(): void {
    const status = statusText(this.health.health, this.store.all());
    if (status === undefined) {
      this._item.hide();
      return;
    }
    this._item.text = status.text;
    this._item.tooltip = status.tooltip;
    this._item.command = status.command;
    this._item.backgroundColor = status.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this._item.show();
  }
}
