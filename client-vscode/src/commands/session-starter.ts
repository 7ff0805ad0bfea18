import type { Wire } from '../connection/link.js';
import type { SessionSummary } from '../protocol/contract.js';
import type { SessionStore } from '../state/session-store.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import { attempt } from './command.js';

/** A request that has the program of a session started, of the one that it names or of a new one. */
export interface SessionStart {
  readonly method: 'session/fork' | 'session/resume';
  /** Title of the question which sessions are meant. */
  readonly title: string;
  readonly fits: (session: SessionSummary) => boolean;
  /** What could not be done to a session, when it is refused. */
  readonly done: string;
}

/** Has programs started for the sessions that are meant, and opens the terminal of a single one. */
export class SessionStarter {
  constructor(
    private readonly wire: Wire,
    private readonly store: SessionStore,
    private readonly picker: SessionPicker,
    private readonly tabs: TerminalTabs,
    private readonly notices: Notices,
  ) {}

  async start({ method, title, fits, done }: SessionStart, argument: unknown, selected: unknown): Promise<void> {
    const sessions = (await this.picker.manyOrActive(argument, selected, title, fits)).filter(fits);
    const results = await Promise.all(sessions.map((session) =>
      attempt(this.wire, method, { sessionId: session.id }, `${session.title} could not be ${done}`, this.notices)));
    const started = results.flatMap((result) => result?.session ?? []);
    for (const session of started) this.store.put(session);
    const [first] = started;
    if (first !== undefined && sessions.length === 1) this.tabs.open(first.id);
  }
}
