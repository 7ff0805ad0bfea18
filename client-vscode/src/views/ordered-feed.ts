import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import { sameSize, type TerminalScreen, type TerminalSize } from '../state/terminal-screen.js';

/** Longer than the editor gathers what is written (5 ms, TerminalDataBufferer), with room for a change of that. */
const gatherMs = 20;

/** What the editor takes: text, and a size that its terminal has when there is room for it. */
export interface EditorTerminal {
  write(text: string): void;
  override(size: TerminalSize): void;
}

/** The editor ignores an override that is taken back; one beyond all bounds leaves the terminal the size that fits. */
const unbounded: TerminalSize = { cols: 1000, rows: 500 };

/**
 * Hands text and sizes to the editor in an order that its terminal keeps.
 *
 * What the API promises is nothing; what the editor does is this. A size goes to the window at once. Text is gathered
 * in the extension host, by a timer of its event loop that begins with the first piece, and then goes the same way;
 * both arrive in the order they were sent, and a new size of xterm.js first takes in all text that came before it. So
 * text after a size is always in order, and a size after text is when it waits for a longer timer of the same loop that
 * began later. Sizes are exact as long as there is room: the terminal is never larger than its place in the window.
 */
export class OrderedFeed implements TerminalScreen, Disposable {
  private _waiting: (() => void)[] = [];
  private _timer: Disposable | undefined;
  private _isGathering = false;

  /** The last override, in force or waiting; undefined while there was none. */
  private _wanted: TerminalSize | undefined;

  constructor(private readonly editor: EditorTerminal, private readonly clock: Clock) {}

  write(text: string): void {
    this.inOrder(() => this.handOver(text));
  }

  followSize(size: TerminalSize | undefined): void {
    // What never was overridden need not be given back.
    const wanted = size ?? (this._wanted && unbounded);
    if (wanted === undefined || sameSize(wanted, this._wanted)) return;
    this._wanted = { cols: wanted.cols, rows: wanted.rows };
    const next = this._wanted;
    this.inOrder(() => this.resize(next));
  }

  /** What comes in place of everything needs nothing that was gathered before it, so its size waits for nothing. */
  replace(text: string, size: TerminalSize): void {
    this.dispose();
    this._wanted = { cols: size.cols, rows: size.rows };
    this.editor.override(this._wanted);
    this.handOver(text);
  }

  /** Drops what waits. */
  dispose(): void {
    this._timer?.dispose();
    this._timer = undefined;
    this._waiting = [];
  }

  private inOrder(action: () => void): void {
    if (this._timer === undefined) action();
    else this._waiting.push(action);
  }

  private handOver(text: string): void {
    this._isGathering = true;
    this.editor.write(text);
  }

  private resize(size: TerminalSize): void {
    if (this._isGathering) {
      this._timer = this.clock.after(gatherMs, () => this.gathered());
      this._waiting.push(() => this.resize(size));
    } else {
      this.editor.override(size);
    }
  }

  private gathered(): void {
    this._timer = undefined;
    this._isGathering = false;
    // A size among them, behind text, makes those after it wait again.
    for (const action of this._waiting.splice(0)) this.inOrder(action);
  }
}
