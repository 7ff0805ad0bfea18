import type { Wire } from '../connection/link.js';
import { isUp } from '../state/session-life.js';
import type { Notices } from '../views/notices.js';
import type { SessionPicker } from '../views/session-picker.js';
import { attempt, type Command } from './command.js';

/** Interrupts what agents are doing, ahead of prompts that wait; their sessions run on. */
export class InterruptSession implements Command {
  readonly id = 'orchestrator.interruptSession';

  constructor(
    private readonly wire: Wire, private readonly picker: SessionPicker, private readonly notices: Notices) {}

  async execute(argument?: unknown, selected?: unknown): Promise<void> {
    const sessions = await this.picker.manyOrActive(argument, selected, 'Interrupt Session', isUp);
    await Promise.all(sessions.filter(isUp).map((session) => attempt(this.wire, 'session/interrupt',
      { sessionId: session.id }, `${session.title} could not be interrupted`, this.notices)));
  }
}
