import { plainLine, plainLines } from '../common/text.js';
import { exitText } from '../state/exit-text.js';
import { isEnded, isForkable, isResumable, isUp } from '../state/session-life.js';
import type { SessionSummary } from '../protocol/contract.js';
import { usageLines } from './usage-text.js';

/** One row of the list as plain data. Everything in it is text; nothing is markup. */
export interface SessionRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: string;
  readonly tooltip: string;
  /**
   * Words that menus match: running or ended, unread or read, archived or listed; then what else can be done with it:
   * interruptible, suspendable, resumable, forkable, queued, waiting.
   */
  readonly contextValue: string;
}

/** The row of a session. */
export function sessionRow(session: SessionSummary): SessionRow {
  const agent = plainLine(session.agentName);
  const waiting = session.attention.title === undefined ? '' : ` · ${plainLine(session.attention.title, 60)}`;
  const queued = session.queued > 0 ? ` · ${session.queued} queued` : '';
  return {
    label: plainLine(session.title) || agent,
    // The title of a shell or command says already what runs in it.
    description: `${isAgent(session) ? `${agent}${modeText(session)} · ` : ''}${stateText(session)}${waiting}${queued}${session.notDurable === true ? ' · not stored' : ''}`,
    ...look(session),
    tooltip: tooltip(session),
    contextValue: contextWords(session).join(' '),
  };
}

/** What the agent may do without asking, where the session was started with a wish for it. */
function modeText({ permissionMode }: SessionSummary): string {
  return permissionMode === undefined ? '' : ` (${plainLine(permissionMode, 40)})`;
}

function contextWords(session: SessionSummary): string[] {
  return [
    isEnded(session) ? 'ended' : 'running',
    session.unread ? 'unread' : 'read',
    session.archived ? 'archived' : 'listed',
    ...(isUp(session) ? ['interruptible'] : []),
    ...(isSuspendable(session) ? ['suspendable'] : []),
    ...(isResumable(session) ? ['resumable'] : []),
    ...(isForkable(session) ? ['forkable'] : []),
    ...(session.queued > 0 ? ['queued'] : []),
    ...(session.attention.count > 0 ? ['waiting'] : []),
  ];
}

/** True when its conversation could be taken up again once its program is ended, as far as the list can tell. */
export function isSuspendable(session: SessionSummary): boolean {
  return isUp(session) && isAgent(session);
}

/** True when a coding agent runs in it, not a shell or a command. */
export function isAgent(session: SessionSummary): boolean {
  return session.agent !== 'shell' && session.agent !== 'command';
}

/** True when a person is waited for. */
export function needsAttention(session: SessionSummary): boolean {
  return session.attention.count > 0 || session.activity === 'needsApproval' || session.activity === 'needsAnswer';
}

/**
 * The rows in their order: pinned, then running, then ended; within each the newest creation first, so that rows stay
 * where they are while their sessions work.
 */
export function listedSessions(sessions: readonly SessionSummary[], withArchived: boolean): SessionSummary[] {
  const rank = (session: SessionSummary): number =>
    session.archived ? 3 : session.pinned ? 0 : isEnded(session) ? 2 : 1;
  return sessions
    .filter((session) => withArchived || !session.archived)
    .sort((one, other) =>
      rank(one) - rank(other) || compare(other.createdAt, one.createdAt) || compare(one.id, other.id));
}

/** What the session is doing, in a few words. */
export function stateText(session: SessionSummary): string {
  switch (session.phase) {
    case 'created':
    case 'starting':
      return 'starting';
    case 'closing':
      return 'stopping';
    case 'suspended':
      return 'suspended';
    case 'ended':
      return exitText(session.exit);
    default:
      return activityText(session);
  }
}

function activityText(session: SessionSummary): string {
  switch (session.activity) {
    case 'working':
      return 'working';
    case 'idle':
      return 'idle';
    case 'needsApproval':
      return 'needs approval';
    case 'needsAnswer':
      return 'asks a question';
    case 'limited':
      return 'waits for a limit';
    case 'failing':
      return 'failing';
    default:
      return 'running';
  }
}

function look(session: SessionSummary): Pick<SessionRow, 'icon' | 'color'> {
  if (session.phase === 'ended') return endedLook(session);
  if (session.phase === 'suspended') return { icon: 'debug-pause', color: 'disabledForeground' };
  if (session.phase === 'closing') return { icon: 'debug-stop', color: 'disabledForeground' };
  if (needsAttention(session)) return { icon: 'bell-dot', color: 'list.warningForeground' };
  switch (session.activity) {
    case 'working':
      return { icon: 'loading~spin' };
    case 'limited':
      return { icon: 'watch', color: 'list.warningForeground' };
    case 'failing':
      return { icon: 'warning', color: 'list.errorForeground' };
    case 'idle':
      return { icon: 'circle-large-filled', color: 'testing.iconPassed' };
    default:
      return { icon: isAgent(session) ? 'play-circle' : 'terminal', color: 'testing.iconPassed' };
  }
}

function endedLook(session: SessionSummary): Pick<SessionRow, 'icon' | 'color'> {
  switch (session.exit?.reason) {
    case 'failed':
      return { icon: 'error', color: 'list.errorForeground' };
    case 'lost':
      return { icon: 'debug-disconnect', color: 'list.warningForeground' };
    case 'exited':
      return session.exit.code === 0
        ? { icon: 'pass', color: 'disabledForeground' }
        : { icon: 'error', color: 'list.errorForeground' };
    default:
      return { icon: 'circle-slash', color: 'disabledForeground' };
  }
}

function tooltip(session: SessionSummary): string {
  const times: readonly (readonly [string, string | undefined])[] = [
    ['Created', session.createdAt], ['Started', session.startedAt], ['Ended', session.endedAt],
  ];
  const detail = plainLines(session.activityDetail ?? '');
  const preview = plainLine(session.preview ?? '', 200);
  return [
    plainLine(session.title),
    `${plainLine(session.agentName)} · ${stateText(session)}`,
    `Folder: ${plainLine(session.cwd, 400)}`,
    ...usageLines(session.usage),
    ...times.flatMap(([name, time]) => (time === undefined ? [] : [`${name}: ${localTime(time)}`])),
    ...(preview === '' ? [] : ['', preview]),
    ...(detail.length === 0 ? [] : ['', ...detail]),
  ].join('\n');
}

function localTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? plainLine(time) : date.toLocaleString();
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
