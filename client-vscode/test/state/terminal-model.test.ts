import { describe, expect, it } from 'vitest';
import { settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { openTerminal, shownTerminal } from '../support/open-terminal.js';
import { output, revealed } from '../support/samples.js';

describe('What a terminal asks for', () => {
  it('SUB-12 reveals without a position at first, with its size and the lead', () => {
    const { wire, model } = openTerminal();

    model.show(true);

    expect(wire.asked).toHaveLength(1);
    expect(wire.last('session/reveal').params).toEqual({ sessionId: 's1', active: true, cols: 80, rows: 24 });
  });

  it.each([
    ['a gap', output(7, 'x')],
    ['a repetition', output(4, 'x')],
    ['another epoch', output(5, 'x', 'e2')],
  ])('ID-06 %s is never shown, and leads to a reveal without a position', async (_, frame) => {
    const { wire, screen, model } = await shownTerminal();

    model.onOutput(frame);

    expect(screen.text).toBe('hello');
    expect(wire.of('session/reveal')).toHaveLength(2);
    expect(wire.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('SNP-07 any number of causes during a reveal lead to at most one more', async () => {
    const { wire, model } = await shownTerminal();

    for (let cause = 0; cause < 5; cause++) model.onOutput(output(100 + cause, 'x'));
    expect(wire.of('session/reveal')).toHaveLength(2);
    model.onEvicted(false);
    model.onEvicted(false);
    wire.last('session/reveal').answer(revealed('snapshot', 'again', 110));
    await settled();

    expect(wire.of('session/reveal')).toHaveLength(2);
  });

  it('BP-11 a hidden terminal writes nothing and asks for nothing, and SW-06 returning shows what was missed', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    const written = screen.calls.length;

    for (let frame = 0; frame < 100; frame++) model.onOutput(output(5 + frame, 'x'));

    expect(screen.calls).toHaveLength(written);
    expect(wire.asked).toHaveLength(2);
    model.show(true);
    wire.last('session/reveal').answer(revealed('suffix', 'x'.repeat(100), 105));
    await settled();
    expect(screen.text).toBe(`hello${'x'.repeat(100)}`);
  });

  it('SNP-01 SNP-02 after an eviction only a snapshot will do, also when the reveal after it failed', async () => {
    const { wire, model } = await shownTerminal();
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

  it('SUB-11 a terminal hidden during its reveal is concealed after the answer', async () => {
    const { wire, model } = openTerminal();
    model.show(true);
    model.hide();
    expect(wire.of('session/conceal')).toHaveLength(0);

    wire.last('session/reveal').answer(revealed('snapshot', 'hello', 5));
    await settled();

    expect(wire.asked.map(({ method }) => method)).toEqual(['session/reveal', 'session/conceal']);
  });

  it('CAP-12 SW-11 shown, hidden and shown again at once, it is revealed once', async () => {
    const { wire, model } = openTerminal();
    model.show(true);
    model.hide();
    model.show(true);
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'hello', 5));
    await settled();

    expect(wire.asked).toHaveLength(1);
  });

  it('SW-04 showing the terminal that is shown asks for nothing', async () => {
    const { wire, model } = await shownTerminal();

    model.show(true);
    await settled();

    expect(wire.asked).toHaveLength(1);
  });

  it('SW-02 a terminal that is closed is concealed, also when it is closed during its reveal', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);

    model.dispose();
    wire.last('session/reveal').answer(revealed('snapshot', 'late', 4));
    await settled();

    expect(wire.last('session/conceal').params).toEqual({ sessionId: 's1' });
    expect(screen.text).toBe('');
  });

  it('CAP-10 CON-01 after a reconnect to the same host a visible terminal goes on from where it was', async () => {
    const { screen, model } = await shownTerminal();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-1');
    next.last('session/reveal').answer(revealed('suffix', '!', 6));
    await settled();

    expect(next.last('session/reveal').params['since']).toEqual({ epoch: 'e1', offset: 5 });
    expect(screen.text).toBe('hello!');
  });

  it('CAP-10 PERF-04 after a reconnect a hidden terminal asks for nothing', async () => {
    const { model } = await shownTerminal();
    model.hide();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-1');

    expect(next.asked).toHaveLength(0);
  });

  it('ID-10 CON-10 a new host makes the position stale', async () => {
    const { model } = await shownTerminal();
    const next = new FakeWire();

    model.attach(undefined);
    model.attach(next, 'host-2');

    expect(next.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('CON-03 SW-03 the late answer of an old connection is not shown', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);
    const next = new FakeWire();
    model.attach(undefined);
    model.attach(next, 'host-1');

    wire.last('session/reveal').answer(revealed('snapshot', 'old', 3));
    await settled();

    expect(screen.text).toBe('');
    expect(next.asked).toHaveLength(1);
  });

  it('SNP-07 a reveal that can succeed later is tried again, and not while nobody looks', async () => {
    const { wire, clock, model } = openTerminal();
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
});
