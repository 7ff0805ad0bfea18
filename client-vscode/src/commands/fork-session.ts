import { isForkable } from '../state/session-life.js';
import type { Command } from './command.js';
import type { SessionStarter } from './session-starter.js';

/** Creates sessions that begin with a copy of others' conversations, and opens the terminal of a single one. */
export class ForkSession implements Command {
  readonly id = 'orchestrator.forkSession';

  constructor(private readonly starter: SessionStarter) {}

  execute(argument?: unknown, selected?: unknown): Promise<void> {
    return this.starter.start({ method: 'session/fork', title: 'Fork Session', fits: isForkable, done: 'forked' }, argument, selected);
  }
}
