import { describe, expect, it } from 'vitest';
import { AckPacer } from '../../src/state/ack-pacer.js';
import { InputQueue } from '../../src/state/input-queue.js';
import { SizeLead } from '../../src/state/size-lead.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { FakeScreen } from '../support/samples.js';

describe('InputQueue', () => {
  function open() {
    const wire = new FakeWire();
    const clock = new FakeClock();
    const losses: string[] = [];
    const queue = new InputQueue('s1', (reason) => losses.push(reason), clock, () => 0);
    queue.attach(wire);
    return { wire, clock, losses, queue };
  }

  const typed = (wire: FakeWire): Buffer =>
    Buffer.concat(wire.of('terminal/input').map(({ params }) => Buffer.from(String(params['data']), 'base64')));

  it('SUB-15 sends one piece at a time, in order, and joins what waits', async () => {
    const { wire, queue } = open();
    for (const key of 'hé!😀') queue.type(key);
    expect(wire.asked).toHaveLength(1);

    wire.last('terminal/input').answer({});
    await settled();

    expect(wire.asked).toHaveLength(2);
    expect(typed(wire).toString()).toBe('hé!😀');
  });

  it('BP-01 cuts a large paste into pieces of at most 256 KiB without loss', async () => {
    const { wire, queue } = open();
    const paste = 'é'.repeat(1_000_000);
    queue.type(paste);
    for (let piece = 0; piece < 8; piece++) {
      wire.last('terminal/input').answer({});
      await settled();
    }

    expect(typed(wire).toString()).toBe(paste);
    expect(Math.max(...wire.asked.map(({ params }) => String(params['data']).length))).toBeLessThanOrEqual(349_528);
  });

  it('SEC-04 offers a piece again that the server cannot take now, before anything typed later', async () => {
    const { wire, clock, losses, queue } = open();
    queue.type('first');
    queue.type('second');
    wire.last('terminal/input').refuse(1601, 'Too much input waits');
    await settled();
    await clock.next();
    wire.last('terminal/input').answer({});
    await settled();

    const pieces = wire.asked.map(({ params }) => Buffer.from(String(params['data']), 'base64').toString());
    expect(pieces).toEqual(['first', 'first', 'second']);
    expect(losses).toEqual([]);
  });

  it('TRM-04 says once that the session takes no input, and drops what waits', async () => {
    const { wire, losses, queue } = open();
    queue.type('a');
    queue.type('b');
    wire.last('terminal/input').refuse(1003, 'The session has ended');
    await settled();

    expect(losses).toEqual(['The session has ended']);
    expect(wire.asked).toHaveLength(1);
  });

  it('CON-10 never sends input a second time over a new connection, and says that it may be lost', async () => {
    const { wire, losses, queue } = open();
    queue.type('rm -rf x\r');
    const next = new FakeWire();

    queue.attach(undefined);
    queue.attach(next);
    wire.last('terminal/input').answer({});
    await settled();

    expect(next.asked).toHaveLength(0);
    expect(losses).toHaveLength(1);
  });
});

describe('AckPacer', () => {
  const MiB = 1024 * 1024;

  function open() {
    const wire = new FakeWire();
    const clock = new FakeClock();
    const pacer = new AckPacer('s1', clock);
    pacer.attach(wire);
    const offsets = (): number[] => wire.told.map(({ params }) => (params as { offset: number }).offset);
    return { clock, pacer, offsets };
  }

  it('BP-05 joins the acknowledgements of a burst into the newest position', async () => {
    const { clock, pacer, offsets } = open();
    for (let offset = 10; offset <= 100; offset += 10) pacer.consumed({ epoch: 'e1', offset }, 10, MiB);
    expect(offsets()).toEqual([]);

    await clock.advance(0);

    expect(offsets()).toEqual([100]);
  });

  it('BP-05 acknowledges a large piece at once', () => {
    const { pacer, offsets } = open();

    pacer.consumed({ epoch: 'e1', offset: 40_000 }, 40_000, MiB);

    expect(offsets()).toEqual([40_000]);
  });

  it('BP-05 acknowledges no faster than the editor draws', async () => {
    const { clock, pacer, offsets } = open();
    pacer.consumed({ epoch: 'e1', offset: MiB }, MiB, MiB);
    pacer.consumed({ epoch: 'e1', offset: 2 * MiB }, MiB, MiB);
    await clock.advance(999);
    expect(offsets()).toEqual([MiB]);

    await clock.advance(1);

    expect(offsets()).toEqual([MiB, 2 * MiB]);
    expect(clock.pending).toBe(0);
  });
});

describe('SizeLead', () => {
  function open() {
    const wire = new FakeWire();
    const clock = new FakeClock();
    const screen = new FakeScreen();
    const size = new SizeLead('s1', screen, clock);
    size.attach(wire);
    return { wire, clock, screen, size };
  }

  it('TRM-05 sends the last of many sizes, inside the bounds', async () => {
    const { wire, clock, size } = open();
    for (const cols of [80, 90, 100_000]) {
      size.fit({ cols, rows: 0 });
      size.send();
    }
    await clock.advance(1_000);

    expect(wire.asked.map(({ params }) => params)).toEqual([{ sessionId: 's1', cols: 1000, rows: 1 }]);
  });

  it('TRM-05 sends nothing once the terminal is hidden', async () => {
    const { wire, clock, size } = open();
    size.fit({ cols: 80, rows: 24 });
    size.send();
    size.hold();
    await clock.advance(1_000);

    expect(wire.asked).toEqual([]);
  });

  it('MUL-02 TRM-05 follows another client that leads, until it takes the lead itself', async () => {
    const { wire, clock, screen, size } = open();
    size.fit({ cols: 80, rows: 24 });
    size.follow({ cols: 60, rows: 20 });
    size.fit({ cols: 90, rows: 24 });
    size.send();
    await clock.advance(1_000);
    expect(wire.asked).toEqual([]);
    expect(size.isLeading).toBe(false);

    size.lead({ cols: 90, rows: 24 });

    expect(size.isLeading).toBe(true);
    expect(screen.calls).toEqual(['60x20', 'fit']);
  });
});
