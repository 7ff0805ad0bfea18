import type { AgentInfo, AttentionRequest, RevealResult, SessionSummary, TerminalContent, TerminalOutputParams } from '../../src/protocol/contract.js';
import type { Log } from '../../src/common/log.js';
import type { TerminalScreen, TerminalSize } from '../../src/state/terminal-screen.js';

export const quietLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nobody reads it.
}

export function summary(id: string, changes: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id,
    revision: 1,
    title: `Title ${id}`,
    titleSource: 'default',
    agent: 'claude',
    agentName: 'Claude Code',
    driver: 'terminal',
    phase: 'active',
    activity: 'working',
    activitySince: '2030-01-01T00:00:00.000Z',
    confidence: 'hook',
    attention: { count: 0 },
    unread: false,
    archived: false,
    pinned: false,
    queued: 0,
    cwd: '/projects/demo',
    createdAt: '2030-01-01T00:00:00.000Z',
    updatedAt: '2030-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function agent(id: string, changes: Partial<AgentInfo> = {}): AgentInfo {
  return { id, name: id, installed: true, drivers: ['terminal'], canResume: true, permissionModes: [], ...changes };
}

export function request(requestId: string, changes: Partial<AttentionRequest> = {}): AttentionRequest {
  return {
    requestId,
    sessionId: 's1',
    kind: 'approval',
    title: `approve Bash: ${requestId}`,
    createdAt: '2030-01-01T00:00:00.000Z',
    options: [{ id: 'allow', label: 'Allow' }, { id: 'deny', label: 'Deny' }],
    ...changes,
  };
}

export function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64');
}

/** A reveal result whose content ends at `offset`. */
export function revealed(
  kind: TerminalContent['kind'], text: string, offset: number,
  changes: { epoch?: string; session?: Partial<SessionSummary>; size?: TerminalSize } = {},
): RevealResult {
  return {
    session: summary('s1', changes.session),
    grade: 'live',
    attention: [],
    terminal: {
      epoch: changes.epoch ?? 'e1', offset, kind, data: base64(text), ...(changes.size ?? { cols: 80, rows: 24 }),
    },
  };
}

export function output(offset: number, text: string | Uint8Array, epoch = 'e1'): TerminalOutputParams {
  return { sessionId: 's1', epoch, offset, data: base64(text) };
}

/** A screen that remembers: its text, and everything that was asked of it, in order. */
export class FakeScreen implements TerminalScreen {
  text = '';
  readonly calls: string[] = [];

  write(text: string): void {
    this.text += text;
    this.calls.push(text);
  }

  followSize(size: TerminalSize | undefined): void {
    this.calls.push(size === undefined ? 'fit' : `${size.cols}x${size.rows}`);
  }

  replace(text: string, { cols, rows }: TerminalSize): void {
    this.text = text;
    this.calls.push(`${cols}x${rows}:${text}`);
  }
}
