import type { Wire } from '../connection/link.js';
import { isResumable } from '../state/session-life.js';
import type { SessionStore } from '../state/session-store.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import { attempt, type Command } from './command.js';

/** Takes up the conversations of suspended or ended sessions again, and opens the terminal of a single one. */
export class ResumeSession implements Command {
  readonly id = 'orchestrator.resumeSession';

  constructor(
    private readonly wire: Wire,
    private readonly store: SessionStore,
    private readonly picker: SessionPicker,
    private readonly tabs: TerminalTabs,
    private readonly notices: Notices,
  ) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const chosen = await this.picker.manyOrActive(argument, selected, 'Resume Session', isResumable);
    const sessions = chosen.filter(isResumable);
    const results = await Promise.all(sessions.map((session) => attempt(this.wire, 'session/resume',
      { sessionId: session.id }, `${session.title} could not be resumed`, this.notices)));
    const resumed = results.flatMap((result) => result?.session ?? []);
    for (const session of resumed) this.store.put(session);
    const [first] = resumed;
    if (first !== undefined && sessions.length === 1) this.tabs.open(first.id);
  }
}
