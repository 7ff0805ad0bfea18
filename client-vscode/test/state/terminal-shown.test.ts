import { describe, expect, it } from 'vitest';
import { settled } from '../support/fake-clock.js';
import { FakeWire } from '../support/fake-wire.js';
import { shownTerminal } from '../support/open-terminal.js';
import { output, revealed } from '../support/samples.js';

describe('What a terminal shows', () => {
  it('SNP-05 shows the answer, then what follows it, and acknowledges both', async () => {
    const { wire, screen, clock, model } = await shownTerminal();

    model.onOutput(output(5, ' world'));
    await clock.advance(100);

    expect(screen.text).toBe('hello world');
    expect(wire.told.map(({ params }) => params)).toEqual([
      { sessionId: 's1', epoch: 'e1', offset: 5 }, { sessionId: 's1', epoch: 'e1', offset: 11 }]);
  });

  it('SNP-06 what comes while a reveal is under way is not shown: the answer holds it', async () => {
    const { wire, screen, model } = await shownTerminal();
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

  it('CAP-08 an eviction writes nothing to the terminal', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();

    model.onEvicted(false);

    expect(screen.text).toBe('hello');
  });

  it('TRM-06 a character cut by frames is shown whole', async () => {
    const { screen, model } = await shownTerminal();
    const bytes = Buffer.from('é😀');

    for (let at = 0; at < bytes.length; at++) model.onOutput(output(5 + at, bytes.subarray(at, at + 1)));

    expect(screen.text).toBe('helloé😀');
  });

  it('TRM-06 a snapshot forgets the half of a character that came before it', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onOutput(output(5, Buffer.from('é').subarray(0, 1)));
    model.onOutput(output(99, 'gap'));

    wire.last('session/reveal').answer(revealed('snapshot', 'new', 102));
    await settled();

    expect(screen.text).toBe('new');
  });

  it('SNP-08 a snapshot older than what is shown is dropped, unless the server goes on from it', async () => {
    const { wire, screen, model } = await shownTerminal('hello', 50);
    model.hide();
    wire.last('session/conceal').answer({});
    await settled();
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'older', 40));
    await settled();
    expect(screen.text).toBe('hello');

    model.onResync(revealed('snapshot', 'resync', 45));
    model.onOutput(output(45, '!'));

    expect(screen.text).toBe('resync!');
  });

  it('SNP-09 a snapshot stands for itself: nothing is written before it, whatever was shown', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onOutput(output(9, 'gap'));

    wire.last('session/reveal').answer(revealed('snapshot', 'all of it', 20));
    await settled();

    expect(screen.calls).toEqual(['80x24:hello', 'fit', '80x24:all of it', 'fit']);
  });

  it('SNP-05 the position moves only when the snapshot has been handed to the terminal', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onOutput(output(9, 'gap'));
    screen.replace = () => {
      throw new Error('the terminal is gone');
    };

    wire.last('session/reveal').answer(revealed('snapshot', 'again', 20));
    await settled();
    model.attach(undefined);
    const next = new FakeWire();
    model.attach(next, 'host-1');

    expect(wire.told.map(({ params }) => (params as { offset: number }).offset)).toEqual([5]);
    expect(next.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('SNP-01 SNP-05 what waits for an answer is stale until then, and output is not shown on the old base', async () => {
    const { wire, screen, model } = await shownTerminal();
    model.onEvicted(false);
    model.onOutput(output(5, 'on the old base'));
    expect(screen.text).toBe('hello');

    wire.last('session/reveal').answer(revealed('snapshot', 'new base', 30));
    await settled();
    model.onOutput(output(30, '!'));

    expect(screen.text).toBe('new base!');
  });

  it('SNP-06 what comes with a resync and after it is shown after it', async () => {
    const { screen, model } = await shownTerminal();

    model.onOutput(output(5, '1'));
    model.onResync(revealed('snapshot', 'resync', 50));
    model.onOutput(output(50, '2'));

    expect(screen.calls).toEqual(['80x24:hello', 'fit', '1', '80x24:resync', 'fit', '2']);
  });

  it('TRM-06 bytes that are no character show nothing, as they do on the screen of the server', async () => {
    const { screen, model } = await shownTerminal('', 0);
    const bytes = Buffer.from([0x61, 0xff, 0xc3, 0x62, 0xe2, 0x82, 0x63, 0x80]);

    for (let at = 0; at < bytes.length; at++) model.onOutput(output(at, bytes.subarray(at, at + 1)));

    expect(screen.text).toBe('abc');
  });
});
