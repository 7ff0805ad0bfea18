import type { SessionSummary } from '../protocol/contract.js';

/** True when the session has no process and will not get one by itself. */
export function isEnded(session: SessionSummary): boolean {
  return session.phase === 'ended' || session.phase === 'suspended';
}

/** True while its program is up: not just being started, nor being ended. */
export function isUp(session: SessionSummary): boolean {
  return session.phase === 'active' || session.phase === 'detached';
}

/**
 * True when its conversation can probably be taken up again, which the server decides: it is suspended, its agent's own
 * id of the conversation is known, or its program never came up and can be started as for the first time.
 */
export function isResumable(session: SessionSummary): boolean {
  if (session.phase === 'suspended') return true;
  return session.phase === 'ended' && (session.nativeSessionId !== undefined || session.startedAt === undefined);
}

/** True when its conversation is known, so that it can probably be copied; whether its agent makes copies, the server says. */
export function isForkable(session: SessionSummary): boolean {
  return session.nativeSessionId !== undefined;
}
