import type { SessionExit } from '../protocol/contract.js';

/** How a session's process ended, as a row says it. */
export function exitText(exit: SessionExit | undefined): string {
  if (exit === undefined) return 'ended';
  switch (exit.reason) {
    case 'stopped':
      return 'stopped';
    case 'lost':
      return 'lost: the host was gone';
    case 'failed':
      return exit.code === undefined ? 'failed to start' : `failed to start: exit code ${exit.code}`;
    default:
      return exit.signal === undefined ? `exited with code ${exit.code ?? 'unknown'}` : `ended by ${exit.signal}`;
  }
}

/** The same at the foot of the terminal: `ended: exit code 1`. */
export function endText(exit: SessionExit): string {
  if (exit.reason !== 'exited') return `ended: ${exitText(exit)}`;
  return `ended: ${exit.signal ?? `exit code ${exit.code ?? 'unknown'}`}`;
}
