import { isResumable } from '../state/session-life.js';
import type { Command } from './command.js';
import type { SessionStarter } from './session-starter.js';

/** Takes up the conversations of suspended or ended sessions again, and opens the terminal of a single one. */
export class ResumeSession implements Command {
  readonly id = 'orchestrator.resumeSession';

  constructor(private readonly starter: SessionStarter) {}

  execute(argument?: unknown, selected?: unknown): Promise<void> {
    return this.starter.start({ method: 'session/resume', title: 'Resume Session', fits: isResumable, done: 'resumed' }, argument, selected);
  }
}
