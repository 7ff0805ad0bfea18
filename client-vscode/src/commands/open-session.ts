import type { SessionPicker } from '../views/session-picker.js';
import { openSelectedCommand } from '../views/session-tree.js';
import type { SessionView } from '../views/session-view.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import type { Command } from './command.js';

/** Shows a session's terminal. */
export class OpenSession implements Command {
  readonly id = 'orchestrator.openSession';

  constructor(private readonly picker: SessionPicker, private readonly tabs: TerminalTabs) {}

  async execute(argument?: unknown): Promise<void> {
    const session = await this.picker.one(argument, 'Open Session', () => true);
    if (session !== undefined) this.tabs.open(session.id);
  }
}

/** Shows the terminal of the session whose row was clicked. */
export class OpenSelectedSession implements Command {
  readonly id = openSelectedCommand;

  constructor(private readonly view: SessionView, private readonly tabs: TerminalTabs) {}

  async execute(): Promise<void> {
    const sessionId = await this.view.clicked();
    if (sessionId !== undefined) this.tabs.open(sessionId);
  }
}
