/** Columns and rows of a terminal. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** A terminal on the user's screen, as the state of a session writes to it. */
export interface TerminalScreen {
  write(text: string): void;

  /** Another client leads the size: show the terminal at it; undefined goes back to the size that fits. */
  followSize(size: TerminalSize | undefined): void;
}

/** The size with each side inside the bounds of the contract. */
export function clampSize(size: TerminalSize): TerminalSize {
  return {
    cols: Math.min(1000, Math.max(1, Math.trunc(size.cols))),
    rows: Math.min(500, Math.max(1, Math.trunc(size.rows))),
  };
}

export function sameSize(one: TerminalSize | undefined, other: TerminalSize | undefined): boolean {
  return one?.cols === other?.cols && one?.rows === other?.rows;
}

/** Everything forgotten: screen, modes, scrollback. */
export const resetSequence = '\x1bc\x1b[3J';

/**
 * Ends what a program left switched on (colours, scroll region, mouse, bracketed paste, hidden cursor), so that a
 * terminal without a program neither hides nor sends anything.
 */
const releaseSequence = '\x1b[0m\x1b[r\x1b[?6l\x1b[?25h\x1b[?1000;1002;1003;1004;1006;2004l\x1b[<u\x1b>';

/** A dim line of the extension's own where the cursor stands. */
export function noteLine(text: string): string {
  return `\x1b[0m\r\n\x1b[2m— ${text} —\x1b[0m\r\n`;
}

/** A dim line at the foot of a terminal whose program has ended; it overwrites nothing. */
export function endLine(text: string): string {
  return `${releaseSequence}\x1b[999;1H\r\n\x1b[2m— ${text} —\x1b[0m\r\n`;
}
