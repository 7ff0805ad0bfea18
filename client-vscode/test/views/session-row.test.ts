import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../src/protocol/contract.js';
import { listedSessions, sessionRow } from '../../src/views/session-row.js';
import { statusText } from '../../src/views/status-bar.js';
import { summary } from '../support/samples.js';

describe('a row', () => {
  it.each<[Partial<SessionSummary>, string]>([
    [{}, 'Claude Code · working'],
    [{ activity: 'idle' }, 'Claude Code · idle'],
    [{ activity: 'unknown', phase: 'detached' }, 'Claude Code · running'],
    [{ activity: 'needsApproval', attention: { count: 1, title: 'Run rm?' } }, 'Claude Code · needs approval · Run rm?'],
    [{ permissionMode: 'plan' }, 'Claude Code (plan) · working'],
    [{ queued: 2 }, 'Claude Code · working · 2 queued'],
    [{ phase: 'suspended', queued: 1 }, 'Claude Code · suspended · 1 queued'],
    [{ notDurable: true }, 'Claude Code · working · not stored'],
    [{ phase: 'starting' }, 'Claude Code · starting'],
    [{ phase: 'closing' }, 'Claude Code · stopping'],
    [{ phase: 'ended', exit: { reason: 'exited', code: 1 } }, 'Claude Code · exited with code 1'],
    [{ phase: 'ended', exit: { reason: 'exited', signal: 'SIGKILL' } }, 'Claude Code · ended by SIGKILL'],
    [{ phase: 'ended', exit: { reason: 'stopped', signal: 'SIGHUP' } }, 'Claude Code · stopped'],
    [{ phase: 'ended', exit: { reason: 'lost' } }, 'Claude Code · lost: the process that held it was gone'],
    [{ agent: 'shell', agentName: 'Shell', activity: 'unknown' }, 'running'],
    [{ phase: 'ended' }, 'Claude Code · ended'],
  ])('SW-09 says what the session does or how it ended: %j', (changes, description) => {
    expect(sessionRow(summary('a', changes)).description).toBe(description);
  });

  it('AGT-11 shows values that a newer server may send', () => {
    const row = sessionRow(summary('a', { activity: 'dreaming' as never, phase: 'elsewhere' as never }));

    expect(row.description).toBe('Claude Code · running');
  });

  it('SEC-08 carries text of agents as plain text', () => {
    const evil = '[x](command:workbench.action.terminal.kill) \x1b[31m\n$(trash)';
    const row = sessionRow(summary('a', { title: evil, activityDetail: evil, cwd: '/a\u202eb' }));

    expect(typeof row.tooltip).toBe('string');
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there.
    expect(`${row.label}${row.tooltip}`).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
    expect(row.label).not.toContain('\n');
  });

  it('tells the last lines of an agent that failed to start', () => {
    const row = sessionRow(summary('a', {
      phase: 'ended', exit: { reason: 'failed', code: 1 }, activityDetail: 'loading\r\nError: no API key\n',
    }));

    expect(row.description).toBe('Claude Code · failed to start: exit code 1');
    expect(row.tooltip.endsWith('loading\nError: no API key')).toBe(true);
  });

  it('tells what was used and what was said last', () => {
    const { tooltip } = sessionRow(summary('a', {
      usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 10, model: 'opus' }, preview: 'All \u202etests pass.',
    }));

    expect(tooltip).toContain('\nModel: opus\nTokens: 1k in, 10 out\n');
    expect(tooltip.endsWith('\n\nAll tests pass.')).toBe(true);
  });

  it('names in its context what menus ask for', () => {
    const words = (changes: Partial<SessionSummary>) => sessionRow(summary('a', changes)).contextValue;

    expect(words({})).toBe('running read listed interruptible suspendable');
    expect(words({ queued: 3 })).toBe('running read listed interruptible suspendable queued');
    expect(words({ agent: 'shell', phase: 'detached' })).toBe('running read listed interruptible');
    expect(words({ phase: 'starting' })).toBe('running read listed');
    expect(words({ phase: 'closing' })).toBe('running read listed');
    expect(words({ phase: 'suspended' })).toBe('ended read listed resumable');
    expect(words({ phase: 'ended', startedAt: 'then', unread: true, archived: true })).toBe('ended unread archived');
    expect(words({ phase: 'ended', startedAt: 'then', nativeSessionId: 'n' })).toBe('ended read listed resumable forkable');
    expect(words({ nativeSessionId: 'n' })).toBe('running read listed interruptible suspendable forkable');
    expect(words({ phase: 'ended', exit: { reason: 'failed' } })).toBe('ended read listed resumable');
  });

  it('SW-09 looks suspended, not ended, and says why', () => {
    const suspended = sessionRow(summary('a', { phase: 'suspended', activityDetail: 'More than 20 sessions ran.' }));
    const others = (['ended', 'active', 'closing'] as const).map((phase) => sessionRow(summary('a', { phase })).icon);

    expect(others).not.toContain(suspended.icon);
    expect(suspended.tooltip).toMatch(/Claude Code · suspended[^]*\n\nMore than 20 sessions ran\.$/);
  });
});

describe('the order of rows', () => {
  const sessions = [
    summary('old', { createdAt: '2030-01-01T00:00:00.000Z' }),
    summary('ended', { createdAt: '2030-01-09T00:00:00.000Z', phase: 'ended' }),
    summary('new', { createdAt: '2030-01-02T00:00:00.000Z', updatedAt: '2030-01-02T00:00:00.000Z' }),
    summary('pinned', { phase: 'ended', pinned: true }),
    summary('archived', { archived: true }),
  ];
  const order = (withArchived: boolean) => listedSessions(sessions, withArchived).map(({ id }) => id);

  it('is pinned, running, ended, the newest creation first, and hides what is archived', () => {
    expect(order(false)).toEqual(['pinned', 'new', 'old', 'ended']);
    expect(order(true)).toEqual(['pinned', 'new', 'old', 'ended', 'archived']);
  });
});

describe('the status bar', () => {
  it('LST-05 is quiet while all is well or loading', () => {
    expect(statusText({ kind: 'ready' }, [summary('a')])).toBeUndefined();
    expect(statusText({ kind: 'loading' }, [])).toBeUndefined();
  });

  it('counts what waits for a person', () => {
    const waiting = summary('a', { title: 'Fix it', attention: { count: 1 } });

    expect(statusText({ kind: 'ready' }, [waiting, summary('b')])).toMatchObject({ text: '$(bell-dot) 1', tooltip: 'Fix it waits for you' });
  });

  it('LST-05 warns only when trying again has not helped', () => {
    expect(statusText({ kind: 'reconnecting', reason: 'gone' }, [])?.isWarning).toBe(false);
    expect(statusText({ kind: 'failed', reason: 'gone' }, [])?.isWarning).toBe(true);
  });
});
