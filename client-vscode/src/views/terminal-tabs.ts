import * as vscode from 'vscode';
import type { Clock } from '../common/clock.js';
import { DisposableStore } from '../common/disposables.js';
import { plainLine } from '../common/text.js';
import type { SessionStore } from '../state/session-store.js';
import type { TerminalModel } from '../state/terminal-model.js';
import { clampSize, type TerminalSize } from '../state/terminal-screen.js';
import type { Terminals } from '../state/terminals.js';
import { isAgent } from './session-row.js';
import { SessionTerminal } from './session-terminal.js';
import { uniqueName, visibleTerminals, type TerminalTab } from './tab-visibility.js';

/** One terminal of ours in the editor. */
interface OpenTab {
  readonly sessionId: string;
  readonly terminal: vscode.Terminal;
  readonly screen: SessionTerminal;
  readonly model: TerminalModel;
  title: string;
  name: string;
  previousName: string;
  isOpen: boolean;
}

/** How a terminal is to be opened. */
export interface OpenOptions {
  readonly preserveFocus?: boolean;
  readonly viewColumn?: vscode.ViewColumn;
}

/** The terminals of sessions in the editor area: at most one a session and window. Closing one ends nothing. */
export class TerminalTabs implements vscode.Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _tabs = new Map<string, OpenTab>();
  private readonly _changed = this._owned.add(new vscode.EventEmitter<void>());
  private _lastSize: TerminalSize | undefined;

  /** The session that the user asked for last. */
  private _wanted: string | undefined;

  /** Fires when a terminal was opened, closed, shown or hidden. */
  readonly onDidChange = this._changed.event;

  constructor(
    private readonly store: SessionStore,
    private readonly terminals: Terminals,
    private readonly clock: Clock,
  ) {
    const update = (): void => this.update();
    this._owned.add(vscode.window.tabGroups.onDidChangeTabs(update));
    this._owned.add(vscode.window.tabGroups.onDidChangeTabGroups(update));
    this._owned.add(vscode.window.onDidChangeActiveTerminal(update));
    this._owned.add(vscode.window.onDidChangeWindowState(update));
    this._owned.add(vscode.window.onDidCloseTerminal((terminal) => this.closed(terminal)));
    this._owned.add(store.onDidChange(({ changed, removed }) => {
      for (const id of changed) this.rename(id);
      for (const id of removed) this._tabs.get(id)?.terminal.dispose();
    }));
  }

  /** Sessions that have a terminal in this window. */
  get sessionIds(): readonly string[] {
    return [...this._tabs.keys()];
  }

  /** The size a new terminal will probably have; known once there has been one. */
  get likelySize(): TerminalSize | undefined {
    return this._lastSize;
  }

  /** The session whose terminal has the focus. */
  get activeSessionId(): string | undefined {
    const active = vscode.window.activeTerminal;
    return [...this._tabs.values()].find((tab) => tab.terminal === active)?.sessionId;
  }

  /** Shows the session's terminal, and opens one if there is none. */
  open(sessionId: string, options: OpenOptions = {}): void {
    const takesFocus = options.preserveFocus !== true;
    if (takesFocus) this._wanted = sessionId;
    const known = this._tabs.get(sessionId);
    if (known !== undefined) {
      known.terminal.show(options.preserveFocus);
      return;
    }
    const screen = new SessionTerminal(this.clock);
    const model = this.terminals.create(sessionId, screen);
    const session = this.store.get(sessionId);
    const title = this.titleOf(sessionId);
    const name = this.nameFor(sessionId, title);
    screen.connect({
      opened: (size) => {
        if (size !== undefined) this.resized(model, size);
        tab.isOpen = true;
        // The editor opens a terminal some time after it was asked to, and goes there; the user may have gone on since.
        if (takesFocus && this._wanted !== sessionId) this.showWanted();
        this.update();
      },
      closed: () => this.remove(tab),
      typed: (text) => model.type(text),
      resized: (size) => this.resized(model, size),
    });
    const terminal = vscode.window.createTerminal({
      name,
      pty: screen,
      iconPath: new vscode.ThemeIcon(session === undefined || !isAgent(session) ? 'terminal' : 'robot'),
      isTransient: true,
      location: {
        viewColumn: options.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: options.preserveFocus ?? false,
      },
    });
    const tab: OpenTab = { sessionId, terminal, screen, model, title, name, previousName: name, isOpen: false };
    this._tabs.set(sessionId, tab);
    if (takesFocus) terminal.show();
  }

  dispose(): void {
    for (const tab of [...this._tabs.values()]) this.remove(tab);
    this._owned.dispose();
  }

  private showWanted(): void {
    if (this._wanted !== undefined) this._tabs.get(this._wanted)?.terminal.show();
  }

  private update(): void {
    const open = [...this._tabs.values()].filter((tab) => tab.isOpen);
    const activeId = this.activeSessionId;

    const seen = visibleTerminals(terminalTabs(), open.map((tab) => (
      { sessionId: tab.sessionId, names: [tab.name, tab.previousName, tab.terminal.name] })));
    for (const tab of open)
      if (!seen.has(tab.sessionId)) tab.model.hide();
    for (const tab of open)
      if (seen.has(tab.sessionId)) tab.model.show(tab.sessionId === activeId && vscode.window.state.focused);
    this._changed.fire();
  }

  private resized(model: TerminalModel, size: TerminalSize): void {
    this._lastSize = clampSize(size);
    model.resize(size);
  }

  private rename(sessionId: string): void {
    const tab = this._tabs.get(sessionId);
    if (tab === undefined) return;
    const title = this.titleOf(sessionId);
    if (title === tab.title) return;
    tab.title = title;
    tab.previousName = tab.name;
    tab.name = this.nameFor(sessionId, title);
    tab.screen.rename(tab.name);
  }

  private titleOf(sessionId: string): string {
    return plainLine(this.store.get(sessionId)?.title ?? '', 80) || 'Session';
  }

  private nameFor(sessionId: string, title: string): string {
    return uniqueName(title, [...this._tabs.values()].filter((tab) => tab.sessionId !== sessionId).map((tab) => tab.name));
  }

  private closed(terminal: vscode.Terminal): void {
    const tab = [...this._tabs.values()].find((each) => each.terminal === terminal);
    if (tab !== undefined) this.remove(tab);
  }

  private remove(tab: OpenTab): void {
    if (this._tabs.get(tab.sessionId) !== tab) return;
    this._tabs.delete(tab.sessionId);
    this.terminals.close(tab.model);
    tab.screen.dispose();
    this.update();
  }
}

/** The tabs of terminals in all groups. */
function terminalTabs(): TerminalTab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputTerminal)
    .map((tab) => ({ label: tab.label, isActive: tab.isActive }));
}
