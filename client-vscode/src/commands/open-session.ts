import type { SessionPicker } from '../views/session-picker.js';
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
