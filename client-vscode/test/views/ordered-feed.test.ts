import { describe, expect, it } from 'vitest';
import type { TerminalSize } from '../../src/state/terminal-screen.js';
import { OrderedFeed } from '../../src/views/ordered-feed.js';
import { FakeClock } from '../support/fake-clock.js';

const small = { cols: 40, rows: 10 };
const large = { cols: 120, rows: 50 };

/** The editor's way from an extension to xterm.js: text is gathered for 5 ms, a size goes at once. */
class FakeEditor {
  readonly shown: string[] = [];
  private _gathered = '';

  constructor(private readonly clock: FakeClock) {}

  write(text: string): void {
    if (this._gathered === '') this.clock.after(5, () => this.flush());
    this._gathered += text;
  }

  override({ cols, rows }: TerminalSize): void {
    this.shown.push(`${cols}x${rows}`);
  }

  private flush(): void {
    this.shown.push(this._gathered);
    this._gathered = '';
  }
}

function open() {
  const clock = new FakeClock();
  const editor = new FakeEditor(clock);
  return { clock, editor, feed: new OrderedFeed(editor, clock) };
}

describe('OrderedFeed', () => {
  it('SNP-09 a snapshot comes after its size and before the size that fits', async () => {
    const { clock, editor, feed } = open();

    feed.replace('snapshot', small);
    feed.followSize(undefined);
    feed.write('after it');
    await clock.advance(100);

    expect(editor.shown).toEqual(['40x10', 'snapshot', '1000x500', 'after it']);
  });

  it('TRM-05 text and sizes keep their order, however close they come', async () => {
    const { clock, editor, feed } = open();

    feed.write('a');
    feed.followSize(small);
    feed.write('b');
    feed.write('c');
    feed.followSize(large);
    feed.followSize(small);
    feed.write('d');
    await clock.advance(100);

    expect(editor.shown).toEqual(['a', '40x10', 'bc', '120x50', '40x10', 'd']);
  });

  it('SNP-05 a snapshot is handed over at once, and what waits before it is dropped', async () => {
    const { clock, editor, feed } = open();
    feed.write('a');
    feed.followSize(large);
    feed.write('never seen');

    feed.replace('snapshot', small);
    feed.write('b');
    await clock.advance(100);

    // What the editor had gathered lands before the snapshot, which replaces it whatever its size.
    expect(editor.shown).toEqual(['40x10', 'asnapshotb']);
  });

  it('text without sizes waits for nothing', () => {
    const written: string[] = [];
    const feed = new OrderedFeed({ write: (text) => written.push(text), override: () => undefined }, new FakeClock());

    feed.write('a');
    feed.followSize(undefined);
    feed.write('b');

    expect(written).toEqual(['a', 'b']);
  });

  it('nothing happens after the end', async () => {
    const { clock, editor, feed } = open();
    feed.write('a');
    feed.followSize(small);

    feed.dispose();
    await clock.advance(100);

    expect(editor.shown).toEqual(['a']);
    expect(clock.pending).toBe(0);
  });
});
