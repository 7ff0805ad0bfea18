import type { Wire } from '../connection/link.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Shows archived sessions in the list again. */
export class UnarchiveSession implements Command {
  readonly id = 'orchestrator.unarchiveSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const sessions = await this.picker.many(argument, selected, 'Unarchive Session', (session) => session.archived);
    if (sessions.length === 0) return;
    await attempt(this.wire, 'session/archive', { sessionIds: sessions.map(({ id }) => id), archived: false },
      'Not everything could be shown again', this.notices);
  }
}
