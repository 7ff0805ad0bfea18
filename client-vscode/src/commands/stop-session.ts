import type { Wire } from '../connection/link.js';
import { isEnded } from '../state/session-life.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Ends the processes of sessions; one that has ended stays as it is. */
export class StopSession implements Command {
  readonly id = 'orchestrator.stopSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const sessions = await this.picker.many(argument, selected, 'Stop Session', (session) => !isEnded(session));
    await Promise.all(sessions.filter((session) => !isEnded(session)).map((session) => attempt(
      this.wire, 'session/stop', { sessionId: session.id }, `${session.title} could not be stopped`, this.notices)));
  }
}
