import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../src/protocol/contract.js';
import { blankSequence } from '../../src/state/terminal-screen.js';
import { settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { conceal, openTerminal, shownTerminal } from '../support/open-terminal.js';
import { output, revealed } from '../support/samples.js';

describe('The terminal of a session that is resumed', () => {
  const suspended: Partial<SessionSummary> = { phase: 'suspended' };
  const starting = { epoch: 'e2', session: { phase: 'starting' as const } };

  /** The tab of a session that ran and is suspended, in view. */
  async function suspendedTerminal() {
    const opened = await shownTerminal();
    opened.model.onExited({ sessionId: 's1', epoch: 'e1', offset: 5 });
    opened.tell(suspended);
    return opened;
  }

  const input = (wire: FakeWire): string =>
    wire.of('terminal/input').map(({ params }) => Buffer.from(String(params['data']), 'base64').toString()).join('');

  it('SW-09 keeps its last content, then shows the new run in place of it, and takes input again', async () => {
    const { wire, screen, model, tell } = await suspendedTerminal();
    expect(screen.text).toMatch(/^hello.*— suspended —/s);

    tell({ phase: 'starting' });
    expect(screen.text).toMatch(/^hello.*— suspended —/s);
    model.onResync(revealed('snapshot', '', 0, starting));
    model.onOutput(output(0, 'welcome back', 'e2'));
    model.type('go on');

    expect(screen.text).toBe('welcome back');
    expect(input(wire)).toBe('go on');
    expect(wire.of('session/reveal')).toHaveLength(1);
  });

  it('SW-09 tells the end of the second run as well', async () => {
    const { screen, model, tell } = await suspendedTerminal();
    model.onResync(revealed('snapshot', 'again', 5, starting));

    model.onExited({ sessionId: 's1', epoch: 'e2', offset: 5, exitCode: 1 });
    tell({ phase: 'ended', exit: { reason: 'exited', code: 1 } });

    expect(screen.text).toMatch(/^again.*ended: exit code 1/s);
  });

  it('SW-09 resumed while it was hidden, it shows the new run when it is shown again', async () => {
    const opened = await suspendedTerminal();
    const { wire, screen, model, tell } = opened;
    await conceal(opened);
    tell({ phase: 'active' });

    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'new run', 7, { epoch: 'e2' }));
    await settled();
    model.onOutput(output(7, '!', 'e2'));
    model.type('x');

    expect(screen.text).toBe('new run!');
    expect(input(wire)).toBe('x');
  });

  it('SW-09 resumed while it was hidden and live, it does not go on from the old run', async () => {
    const opened = await suspendedTerminal();
    await conceal(opened);
    opened.model.onResync(revealed('snapshot', 'new run', 7, { epoch: 'e2' }));
    expect(opened.screen.text).toMatch(/^hello/);

    opened.model.show(true);

    expect(opened.wire.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('MUL-02 a run that was started anew gets the size of the terminal that the user is in', async () => {
    const { wire, model } = openTerminal();
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'bye', 3, { session: suspended, size: { cols: 60, rows: 20 } }));
    await settled();

    model.onResync(revealed('snapshot', '', 0, { ...starting, size: { cols: 60, rows: 20 } }));

    expect(wire.of('session/reveal')).toHaveLength(2);
    expect(wire.last('session/reveal').params).toMatchObject({ active: true, cols: 80, rows: 24 });
  });

  it('SW-09 a session that was archived after its end is asked for again when it is resumed, and not before', async () => {
    const { wire, screen, model, tell } = await suspendedTerminal();
    model.onEvicted(true);
    tell({ ...suspended, archived: true });
    expect(wire.of('session/reveal')).toHaveLength(1);

    tell({ phase: 'starting', archived: true });
    tell({ phase: 'active', archived: true });
    expect(wire.of('session/reveal')).toHaveLength(2);
    wire.last('session/reveal').answer(revealed('snapshot', 'new run', 7, { epoch: 'e2' }));
    await settled();

    expect(screen.text).toBe('new run');
  });

  it.each<[string, Partial<SessionSummary>, RegExp]>([
    ['suspended', suspended, /the session is suspended; nothing was typed.*Agents: Resume Session/],
    ['ended, its conversation known', { phase: 'ended', startedAt: 'then', nativeSessionId: 'n' }, /has ended; nothing was typed.*Resume Session/],
    ['never up', { phase: 'ended', exit: { reason: 'failed' } }, /has ended; nothing was typed.*Resume Session/],
    ['ended for good', { phase: 'ended', startedAt: 'then' }, /has ended; nothing was typed —/],
  ])('TRM-04 typing into it says what can be done, once for each end: %s', async (_, session, text) => {
    const { wire, screen, model } = openTerminal();
    model.show(true);
    for (const epoch of ['e1', 'e2']) {
      wire.last('session/reveal').answer(revealed('snapshot', 'bye', 3, { epoch, session }));
      await settled();
      model.type('a');
      model.type('b');

      expect(screen.text.match(/nothing was typed/g)).toHaveLength(1);
      expect(screen.text).toMatch(text);
      model.onEvicted(false);
    }
    expect(input(wire)).toBe('');
  });

  it.each([
    ['another run', 'e2'],
    ['the same run', 'e1'],
  ])('SNP-09 that there is nothing to show of %s blanks what is shown', async (_, epoch) => {
    const { screen, model } = await shownTerminal();
    model.attach(undefined);
    const next = new FakeWire();
    model.attach(next, 'host-2');

    next.last('session/reveal').answer(revealed('none', '', 0, { epoch }));
    await settled();
    expect(screen.calls.slice(2)).toEqual([`80x24:${blankSequence}`, 'fit']);
    model.onOutput(output(0, 'first', epoch));

    expect(screen.text).toBe(`${blankSequence}first`);
  });

  it('SNP-09 nothing to show is not written to a terminal that shows nothing', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);

    wire.last('session/reveal').answer(revealed('none', '', 0));
    await settled();

    expect(screen.text).toBe('');
  });
});
