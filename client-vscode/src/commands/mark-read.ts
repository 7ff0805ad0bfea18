import type { Wire } from '../connection/link.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Marks sessions as read, or as unread, for all clients. */
export class MarkRead implements Command {
  readonly id: string;

  constructor(
    private readonly isRead: boolean,
    private readonly wire: Wire,
    private readonly picker: SessionPicker,
    private readonly notices: Notices,
  ) {
    this.id = isRead ? 'orchestrator.markRead' : 'orchestrator.markUnread';
  }

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const title = this.isRead ? 'Mark as Read' : 'Mark as Unread';
    const sessions = await this.picker.many(argument, selected, title, (session) => session.unread === this.isRead);
    if (sessions.length === 0) return;
    await attempt(this.wire, 'session/markRead', { sessionIds: sessions.map(({ id }) => id), read: this.isRead },
      'Not everything could be marked', this.notices);
  }
}
