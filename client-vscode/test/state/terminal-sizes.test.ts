import { describe, expect, it } from 'vitest';
import { settled } from '../support/fake-clock.js';
import { conceal, openTerminal, shownTerminal } from '../support/open-terminal.js';
import { output, revealed } from '../support/samples.js';

describe('The size of a terminal', () => {
  it('SNP-09 SNP-15 a snapshot is installed at its own size, and only then the size that fits takes over', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(true);
    wire.last('session/reveal').answer(revealed('snapshot', 'narrow', 6, { size: { cols: 40, rows: 10 } }));
    await settled();
    model.onOutput(output(6, ' wide'));

    expect(screen.calls).toEqual(['40x10:narrow', 'fit', ' wide']);
    expect(wire.of('session/reveal')).toHaveLength(1);
  });

  it('SNP-09 a suffix is shown at the size it was printed for', async () => {
    const terminal = await shownTerminal();
    await conceal(terminal);
    const { wire, screen, model } = terminal;
    model.show(true);
    wire.last('session/reveal').answer(revealed('suffix', ' world', 11, { size: { cols: 60, rows: 20 } }));
    await settled();

    expect(screen.calls.slice(2)).toEqual(['60x20', ' world', 'fit']);
  });

  it('SNP-09 what is larger than its place is asked for again at the size that fits, once', async () => {
    const { wire, screen, model } = openTerminal();
    const large = revealed('snapshot', 'large', 6, { size: { cols: 132, rows: 43 } });
    model.show(true);
    wire.last('session/reveal').answer(large);
    await settled();
    expect(screen.calls).toEqual([]);

    model.onOutput(output(6, 'in the second answer'));
    wire.last('session/reveal').answer(large);
    await settled();

    expect(screen.calls).toEqual(['132x43:large', 'fit']);
    expect(wire.of('session/reveal')).toHaveLength(2);
  });

  it('SNP-02 a terminal whose lines flowed anew while it was hidden takes a snapshot', async () => {
    const terminal = await shownTerminal();
    await conceal(terminal);

    terminal.model.resize({ cols: 100, rows: 24 });
    terminal.model.show(true);

    expect(terminal.wire.last('session/reveal').params).not.toHaveProperty('since');
  });

  it('TRM-05 sizes of another client come between what was written before and after them', async () => {
    const { screen, model } = await shownTerminal();

    model.onOutput(output(5, '1'));
    model.onResized({ cols: 60, rows: 20 });
    model.onOutput(output(6, '2'));
    model.onResized({ cols: 70, rows: 20 });
    model.onOutput(output(7, '3'));

    expect(screen.calls.slice(2)).toEqual(['1', '60x20', '2', '70x20', '3']);
  });

  it('TRM-05 while the answer is under way, the size in it is what counts', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(false);
    model.onResized({ cols: 60, rows: 20 });
    expect(screen.calls).toEqual([]);

    wire.last('session/reveal').answer(revealed('snapshot', 'text', 4, { size: { cols: 70, rows: 20 } }));
    await settled();

    expect(screen.calls).toEqual(['70x20:text', '70x20']);
  });

  it('MUL-02 TRM-05 who only looks asks for no size, and takes the lead with the focus', async () => {
    const { wire, screen, model } = openTerminal();
    model.show(false);
    expect(wire.last('session/reveal').params).toEqual({ sessionId: 's1', active: false });
    wire.last('session/reveal').answer(revealed('snapshot', 'text', 4, { size: { cols: 70, rows: 20 } }));
    await settled();

    model.show(true);
    const { params } = wire.last('session/reveal');
    wire.last('session/reveal').answer(revealed('suffix', '', 4, { size: { cols: 70, rows: 20 } }));
    await settled();

    expect(params).toEqual({ sessionId: 's1', active: true, cols: 80, rows: 24, since: { epoch: 'e1', offset: 4 } });
    expect(screen.calls).toEqual(['70x20:text', '70x20', '70x20', 'fit']);
  });

  it('SNP-07 MUL-02 after a resync at another size one reveal settles who leads', async () => {
    const { wire, screen, model } = await shownTerminal();

    model.onResync(revealed('snapshot', 'other', 50, { size: { cols: 70, rows: 20 } }));
    expect(screen.calls.at(-1)).toBe('70x20:other');
    wire.last('session/reveal').answer(revealed('suffix', '', 50, { size: { cols: 80, rows: 24 } }));
    await settled();

    expect(wire.of('session/reveal')).toHaveLength(2);
    expect(screen.calls.slice(-2)).toEqual(['80x24', 'fit']);
  });

  it('MUL-02 a focus report from a window that is not used neither takes the lead nor is told', async () => {
    const { wire, model } = openTerminal();
    model.show(false);
    wire.last('session/reveal').answer(revealed('snapshot', '\x1b[?1004h', 4));
    await settled();

    model.type('\x1b[O');
    model.type('\x1b[?997;1n');

    expect(wire.of('session/reveal')).toHaveLength(1);
    expect(wire.of('terminal/input')).toHaveLength(0);
  });

  it('that the terminal has the focus is told, and then that it has lost it', async () => {
    const { wire, model } = await shownTerminal('\x1b[?1004h');
    for (const report of ['\x1b[I', '\x1b[O', '\x1b[O']) {
      model.type(report);
      wire.last('terminal/input').answer({});
      await settled();
    }

    const told = wire.of('terminal/input').map(({ params }) => Buffer.from(String(params['data']), 'base64').toString());
    expect(told).toEqual(['\x1b[I', '\x1b[O']);
  });
});
