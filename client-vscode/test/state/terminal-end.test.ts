import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../src/protocol/contract.js';
import { settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { openTerminal, shownTerminal } from '../support/open-terminal.js';
import { output, revealed } from '../support/samples.js';

describe('The end of a terminal', () => {
  it('SW-09 SUB-17 a session that has ended shows its last screen and how it ended, once', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);
    const session = { phase: 'ended' as const, exit: { reason: 'exited' as const, code: 3 } };
    wire.last('session/reveal').answer(revealed('snapshot', 'bye', 3, { session }));
    await settled();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    model.show(true);
    wire.last('session/reveal').answer(revealed('suffix', '', 3, { session }));
    await settled();

    expect(screen.text.match(/ended: exit code 3/g)).toHaveLength(1);
    expect(screen.text).toMatch(/^bye/);
  });

  it('SUB-17 a session that never came up shows why', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);
    const session = {
      phase: 'ended' as const, exit: { reason: 'failed' as const }, activityDetail: 'No such \x1b[2Jprogram\nTry again',
    };
    wire.last('session/reveal').answer(revealed('snapshot', '\x1b[H', 0, { session }));
    await settled();

    expect(screen.text).toMatch(/No such \[2Jprogram\r\n.*Try again\r\n.*ended: failed to start/s);
  });

  it('TRM-03 the end comes after all output; one that comes too early leads to a reveal', async () => {
    const { wire, screen, model, tell } = await shownTerminal();

    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 9, exitCode: 0 });
    tell({ phase: 'ended', exit: { reason: 'exited', code: 0 } });
    expect(screen.text).toBe('hello');
    const session = { phase: 'ended' as const, exit: { reason: 'exited' as const, code: 0 } };
    wire.last('session/reveal').answer(revealed('snapshot', 'hello bye', 9, { session }));
    await settled();

    expect(screen.text).toMatch(/hello bye.*ended: exit code 0/s);
  });

  it.each<[string, Partial<SessionSummary>]>([
    ['ended: SIGSEGV', { phase: 'ended', exit: { reason: 'exited', signal: 'SIGSEGV' } }],
    ['ended: stopped', { phase: 'ended', exit: { reason: 'stopped', signal: 'SIGHUP' } }],
    ['suspended', { phase: 'suspended' }],
  ])('SW-09 TRM-03 how a run ended is told once, when the session says it: %s', async (line, session) => {
    const { screen, model, tell } = await shownTerminal();
    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 5 });
    tell({ phase: 'closing' });
    expect(screen.text).toBe('hello');

    tell(session);
    tell({ ...session, unread: true });

    expect(screen.text.split(`— ${line} —`)).toHaveLength(2);
  });

  it('SW-09 a session that says that it has ended before its last output is here waits for it', async () => {
    const { screen, model, tell } = await shownTerminal();

    tell({ phase: 'ended', exit: { reason: 'exited', code: 0 } });
    model.onOutput(output(5, ' bye'));
    expect(screen.text).toBe('hello bye');
    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 9, exitCode: 0 });

    expect(screen.text).toMatch(/^hello bye.*ended: exit code 0/s);
  });

  it('CON-10 SW-09 a snapshot from the next host has the line again', async () => {
    const { screen, model } = await shownTerminal();
    const session = { phase: 'ended' as const, exit: { reason: 'lost' as const } };
    model.onResync(revealed('snapshot', 'bye', 3, { session }));
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-2');
    next.last('session/reveal').answer(revealed('snapshot', 'bye', 3, { session }));
    await settled();

    expect(screen.text).toMatch(/^bye.*ended: lost: the process that held it was gone/s);
  });

  it('TRM-04 what is typed after the end is refused with one line and reaches nobody', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 5, exitCode: 0 });

    model.type('a');
    model.type('b');

    expect(wire.of('terminal/input')).toHaveLength(0);
    expect(screen.text.match(/the session has ended/g)).toHaveLength(1);
  });

  it('TRM-04 reports that the editor sends by itself after the end are not missed by anybody', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 5, exitCode: 0 });
    const { text } = screen;

    model.type('\x1b[I');
    model.type('\x1b[O');

    expect(screen.text).toBe(text);
    expect(wire.of('terminal/input')).toHaveLength(0);
  });

  it('SNP-09 what has ended is shown at the size it ended with, and is not asked to change it', async () => {
    const { wire, screen, clock, model } = openTerminal();
    const session = { phase: 'ended' as const, exit: { reason: 'exited' as const, code: 0 } };
    const answer = revealed('snapshot', 'bye', 3, { session, size: { cols: 132, rows: 43 } });
    model.show(true);
    wire.last('session/reveal').answer(answer);
    await settled();
    model.resize({ cols: 150, rows: 50 });
    await clock.advance(1_000);
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    model.show(true);

    expect(screen.calls[0]).toBe('132x43:bye');
    expect(screen.calls.filter((call) => call === 'fit')).toEqual([]);
    expect(wire.of('session/reveal')).toHaveLength(2);
    expect(wire.last('session/reveal').params).not.toHaveProperty('cols');
    expect(wire.of('terminal/resize')).toHaveLength(0);
  });
});
