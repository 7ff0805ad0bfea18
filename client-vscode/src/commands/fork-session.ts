import type { Wire } from '../connection/link.js';
import { isForkable } from '../state/session-life.js';
import type { SessionStore } from '../state/session-store.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import { attempt, type Command } from './command.js';

/** Creates sessions that begin with a copy of others' conversations, and opens the terminal of a single one. */
export class ForkSession implements Command {
  readonly id = 'orchestrator.forkSession';

  constructor(
    private readonly wire: Wire,
    private readonly store: SessionStore,
    private readonly picker: SessionPicker,
    private readonly tabs: TerminalTabs,
    private readonly notices: Notices,
  ) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const chosen = await this.picker.manyOrActive(argument, selected, 'Fork Session', isForkable);
    const sessions = chosen.filter(isForkable);
    const results = await Promise.all(sessions.map((session) => attempt(this.wire, 'session/fork',
      { sessionId: session.id }, `${session.title} could not be forked`, this.notices)));
    const forks = results.flatMap((result) => result?.session ?? []);
    for (const fork of forks) this.store.put(fork);
    const [first] = forks;
    if (first !== undefined && sessions.length === 1) this.tabs.open(first.id);
  }
}
