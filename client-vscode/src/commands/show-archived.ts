import type { SessionView } from '../views/session-view.js';
import type { Command } from './command.js';

/** Puts archived sessions into the list, or takes them out of it. */
export class ShowArchived implements Command {
  readonly id: string;

  constructor(private readonly isShown: boolean, private readonly view: SessionView) {
    this.id = isShown ? 'orchestrator.showArchived' : 'orchestrator.hideArchived';
  }

  execute(): Promise<void> {
    this.view.showArchived(this.isShown);
    return Promise.resolve();
  }
}
