import type { SessionExit, SessionSummary } from '../protocol/contract.js';
import { isResumable } from './session-life.js';

/** How a session's process ended, as a row says it. */
export function exitText(exit: SessionExit | undefined): string {
  if (exit === undefined) return 'ended';
  switch (exit.reason) {
    case 'stopped':
      return 'stopped';
    case 'lost':
      return 'lost: the process that held it was gone';
    case 'failed':
      return exit.code === undefined ? 'failed to start' : `failed to start: exit code ${exit.code}`;
    default:
      return exit.signal === undefined ? `exited with code ${exit.code ?? 'unknown'}` : `ended by ${exit.signal}`;
  }
}

/** The same at the foot of the terminal: `ended: exit code 1`. */
export function endText({ phase, exit }: SessionSummary): string {
  if (phase === 'suspended') return 'suspended';
  if (exit === undefined) return 'ended';
  if (exit.reason !== 'exited') return `ended: ${exitText(exit)}`;
  return `ended: ${exit.signal ?? `exit code ${exit.code ?? 'unknown'}`}`;
}

/** What becomes of typing into the terminal of a session without a process, and what can be done about it. */
export function notTypedText(session: SessionSummary | undefined): string {
  const what = `the session ${session?.phase === 'suspended' ? 'is suspended' : 'has ended'}; nothing was typed`;
  return session !== undefined && isResumable(session) ? `${what}. “Agents: Resume Session” takes it up again` : what;
}
