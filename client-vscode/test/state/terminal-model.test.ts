import { describe, expect, it } from 'vitest';
import { resetSequence } from '../../src/state/terminal-screen.js';
import { TerminalModel } from '../../src/state/terminal-model.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { FakeScreen, output, revealed } from '../support/samples.js';

function open() {
  const wire = new FakeWire();
  const screen = new FakeScreen();
  const clock = new FakeClock();
  const model = new TerminalModel('s1', { screen, clock, random: () => 0, onSummary: () => undefined });
  model.resize({ cols: 80, rows: 24 });
  model.attach(wire, 'host-1');
  return { wire, screen, clock, model };
}

/** A terminal that shows `text` up to `offset`. */
async function shown(text = 'hello', offset = 5) {
  const opened = open();
  opened.model.show(true);
  opened.wire.last('session/reveal').answer(revealed('snapshot', text, offset));
  await settled();
  return opened;
}

describe('TerminalModel', () => {
  it('SUB-12 reveals without a position at first, with its size and the lead', () => {
    const { wire, model } = open();

    model.show(true);

    expect(wire.asked).toHaveLength(1);
    expect(wire.last('session/reveal').params).toEqual({ sessionId: 's1', active: true, cols: 80, rows: 24 });
  });

  it('SNP-05 shows the answer, then what follows it, and acknowledges both', async () => {
    const { wire, screen, clock, model } = await shown();

    model.onOutput(output(5, ' world'));
    await clock.advance(100);

    expect(screen.text).toBe('hello world');
    expect(wire.told.map(({ params }) => params)).toEqual([
      { sessionId: 's1', epoch: 'e1', offset: 5 }, { sessionId: 's1', epoch: 'e1', offset: 11 }]);
  });

  it.each([
    ['a gap', output(7, 'x')],
    ['a repetition', output(4, 'x')],
    ['another epoch', output(5, 'x', 'e2')],
  ])('ID-06 %s is never shown, and leads to a reveal without a position', async (_, frame) => {
    const { wire, screen, model } = await shown();

    model.onOutput(frame);

    expect(screen.text).toBe('hello');
    expect(wire.of('session/reveal')).toHaveLength(2);
    expect(wire.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('SNP-07 any number of causes during a reveal lead to at most one more', async () => {
    const { wire, model } = await shown();

    for (let cause = 0; cause < 5; cause++) model.onOutput(output(100 + cause, 'x'));
    expect(wire.of('session/reveal')).toHaveLength(2);
    model.onEvicted(false);
    model.onEvicted(false);
    wire.last('session/reveal').answer(revealed('snapshot', 'again', 110));
    await settled();

    expect(wire.of('session/reveal')).toHaveLength(2);
  });

  it('SNP-06 what comes while a reveal is under way is not shown: the answer holds it', async () => {
    const { wire, screen, model } = await shown();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();

    model.show(true);
    model.onOutput(output(5, 'lost?'));
    wire.last('session/reveal').answer(revealed('suffix', 'lost?', 10));
    await settled();
    model.onOutput(output(10, '!'));

    expect(wire.last('session/reveal').params['since']).toEqual({ epoch: 'e1', offset: 5 });
    expect(screen.text).toBe('hellolost?!');
  });

  it('BP-11 a hidden terminal writes nothing and asks for nothing, and SW-06 returning shows what was missed', async () => {
    const { wire, screen, model } = await shown();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    const { writes } = screen;

    for (let frame = 0; frame < 100; frame++) model.onOutput(output(5 + frame, 'x'));

    expect(screen.writes).toBe(writes);
    expect(wire.asked).toHaveLength(2);
    model.show(true);
    wire.last('session/reveal').answer(revealed('suffix', 'x'.repeat(100), 105));
    await settled();
    expect(screen.text).toBe(`hello${'x'.repeat(100)}`);
  });

  it('SNP-01 SNP-02 after an eviction only a snapshot will do, also when the reveal after it failed', async () => {
    const { wire, model } = await shown();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    model.onEvicted(false);
    model.show(true);
    expect(wire.last('session/reveal').params).not.toHaveProperty('since');

    wire.last('session/reveal').refuse(-32603, 'internal error');
    await settled();
    model.hide();
    await settled();
    wire.last('session/conceal').answer({});
    await settled();
    model.show(true);

    expect(wire.of('session/reveal')).toHaveLength(3);
    expect(wire.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('CAP-08 an eviction writes nothing to the terminal', async () => {
    const { wire, screen, model } = await shown();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();

    model.onEvicted(false);

    expect(screen.text).toBe('hello');
  });

  it('SUB-11 a terminal hidden during its reveal is concealed after the answer', async () => {
    const { wire, model } = open();
    model.show(true);
    model.hide();
    expect(wire.of('session/conceal')).toHaveLength(0);

    wire.last('session/reveal').answer(revealed('snapshot', 'hello', 5));
    await settled();

    expect(wire.asked.map(({ method }) => method)).toEqual(['session/reveal', 'session/conceal']);
  });

  it('CAP-12 SW-11 shown, hidden and shown again at once, it is revealed once', async () => {
    const { wire, model } = open();
    model.show(true);
    model.hide();
    model.show(true);
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'hello', 5));
    await settled();

    expect(wire.asked).toHaveLength(1);
  });

  it('SW-04 showing the terminal that is shown asks for nothing', async () => {
    const { wire, model } = await shown();

    model.show(true);
    await settled();

    expect(wire.asked).toHaveLength(1);
  });

  it('SW-02 a terminal that is closed is concealed, also when it is closed during its reveal', async () => {
    const { wire, screen, model } = open();
    model.show(true);

    model.dispose();
    wire.last('session/reveal').answer(revealed('snapshot', 'late', 4));
    await settled();

    expect(wire.last('session/conceal').params).toEqual({ sessionId: 's1' });
    expect(screen.text).toBe('');
  });

  it('CAP-10 CON-01 after a reconnect to the same host a visible terminal goes on from where it was', async () => {
    const { screen, model } = await shown();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-1');
    next.last('session/reveal').answer(revealed('suffix', '!', 6));
    await settled();

    expect(next.last('session/reveal').params['since']).toEqual({ epoch: 'e1', offset: 5 });
    expect(screen.text).toBe('hello!');
  });

  it('CAP-10 PERF-04 after a reconnect a hidden terminal asks for nothing', async () => {
    const { model } = await shown();
    model.hide();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-1');

    expect(next.asked).toHaveLength(0);
  });

  it('ID-10 CON-10 a new host makes the position stale', async () => {
    const { model } = await shown();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-2');

    expect(next.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('CON-03 SW-03 the late answer of an old connection is not shown', async () => {
    const { wire, screen, model } = open();
    model.show(true);
    const next = new FakeWire();
    model.attach(undefined);
    model.attach(next, 'host-1');

    wire.last('session/reveal').answer(revealed('snapshot', 'old', 3));
    await settled();

    expect(screen.text).toBe('');
    expect(next.asked).toHaveLength(1);
  });

  it('TRM-06 a character cut by frames is shown whole', async () => {
    const { screen, model } = await shown();
    const bytes = Buffer.from('é😀');

    for (let at = 0; at < bytes.length; at++) model.onOutput(output(5 + at, bytes.subarray(at, at + 1)));

    expect(screen.text).toBe('helloé😀');
  });

  it('TRM-06 a snapshot forgets the half of a character that came before it', async () => {
    const { wire, screen, model } = await shown();
    model.onOutput(output(5, Buffer.from('é').subarray(0, 1)));
    model.onOutput(output(99, 'gap'));

    wire.last('session/reveal').answer(revealed('snapshot', 'new', 102));
    await settled();

    expect(screen.text).toBe('hellonew');
  });

  it('SNP-08 a snapshot older than what is shown is dropped, unless the server goes on from it', async () => {
    const { wire, screen, model } = await shown('hello', 50);
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'older', 40));
    await settled();
    expect(screen.text).toBe('hello');

    model.onResync(revealed('snapshot', 'resync', 45));
    model.onOutput(output(45, '!'));

    expect(screen.text).toBe('helloresync!');
  });

  it('SNP-02 everything from the start instead of a snapshot does not land behind what is shown', async () => {
    const { wire, screen, model } = await shown();
    model.onOutput(output(9, 'gap'));

    wire.last('session/reveal').answer(revealed('suffix', 'all of it', 20));
    await settled();

    expect(screen.text).toBe(`hello${resetSequence}all of it`);
  });

  it('SW-09 SUB-17 a session that has ended shows its last screen and how it ended, once', async () => {
    const { wire, screen, model } = open();
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
    const { wire, screen, model } = open();
    model.show(true);
    const session = {
      phase: 'ended' as const, exit: { reason: 'failed' as const }, activityDetail: 'No such \x1b[2Jprogram\nTry again',
    };
    wire.last('session/reveal').answer(revealed('snapshot', '\x1b[H', 0, { session }));
    await settled();

    expect(screen.text).toMatch(/No such \[2Jprogram\r\n.*Try again\r\n.*ended: failed to start/s);
  });

  it('TRM-03 the end comes after all output; one that comes too early leads to a reveal', async () => {
    const { wire, screen, model } = await shown();

    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 9, exitCode: 0 });
    expect(screen.text).toBe('hello');
    wire.last('session/reveal').answer(revealed('snapshot', 'hello bye', 9));
    await settled();

    expect(screen.text).toMatch(/hello bye.*ended: exit code 0/s);
  });

  it('TRM-04 what is typed after the end is refused with one line and reaches nobody', async () => {
    const { wire, screen, model } = await shown();
    model.onExited({ sessionId: 's1', epoch: 'e1', offset: 5, exitCode: 0 });

    model.type('a');
    model.type('b');

    expect(wire.of('terminal/input')).toHaveLength(0);
    expect(screen.text.match(/the session has ended/g)).toHaveLength(1);
  });

  it('SNP-07 a reveal that can succeed later is tried again, and not while nobody looks', async () => {
    const { wire, clock, model } = open();
    model.show(true);
    wire.last('session/reveal').refuse(1702, 'busy');
    await settled();
    await clock.advance(1_000);
    expect(wire.of('session/reveal')).toHaveLength(2);

    wire.last('session/reveal').refuse(1702, 'busy');
    await settled();
    model.hide();
    await clock.advance(60_000);

    expect(wire.of('session/reveal')).toHaveLength(2);
  });

  it('SNP-09 a snapshot of another size is asked for again once the size is ours', async () => {
    const { wire, screen, model } = open();
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'narrow', 6, { size: { cols: 40, rows: 10 } }));
    await settled();
    expect(screen.text).toBe('');

    wire.last('session/reveal').answer(revealed('snapshot', 'wide', 9, { size: { cols: 80, rows: 24 } }));
    await settled();

    expect(screen.text).toBe('wide');
    expect(wire.of('session/reveal')).toHaveLength(2);
  });

  it('SNP-09 a size that is never ours is asked for once only', async () => {
    const { wire, screen, model } = open();
    model.show(true);
    const foreign = revealed('snapshot', 'narrow', 6, { size: { cols: 40, rows: 10 } });
    wire.last('session/reveal').answer(foreign);
    await settled();
    wire.last('session/reveal').answer(foreign);
    await settled();

    expect(screen.text).toBe('narrow');
    expect(wire.of('session/reveal')).toHaveLength(2);
  });
});
