/** Columns and rows of a terminal. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** A terminal on the user's screen, as the state of a session writes to it. What is called first takes effect first. */
export interface TerminalScreen {
  write(text: string): void;

  /** Shows what follows at this size, as far as there is room for it; undefined goes back to the size that fits. */
  followSize(size: TerminalSize | undefined): void;

  /**
   * Puts `text` in place of everything: it brings a terminal of this size into its state, whatever it shows. It has
   * been handed over when this returns; what was called before and has not taken effect is dropped.
   */
  replace(text: string, size: TerminalSize): void;
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

/** True when there is room for a terminal of this size; nobody knows before the room was measured. */
export function hasRoom(room: TerminalSize | undefined, size: TerminalSize): boolean {
  return room === undefined || (size.cols <= room.cols && size.rows <= room.rows);
}

/** Leaves any sequence and forgets everything: the terminal is as new, with nothing on it or above it. */
export const blankSequence = '\x18\x1bc';

/**
 * Ends what a program left switched on (scroll region, colours, mouse, bracketed paste, hidden cursor, keyboard
 * flags), so that a terminal without a program neither hides nor sends anything. The cursor stays where it is.
 */
const releaseSequence = '\x1b7\x1b[r\x1b8\x1b[0m\x1b[?25h\x1b[?1000;1002;1003;1004;1006;2004l\x1b[<u\x1b>';

/** A dim line of the extension's own below the cursor. */
export function noteLine(text: string): string {
  return `\r\n\x1b[0m\x1b[2K\x1b[2m— ${text} —\x1b[0m\r\n`;
}

/** A dim line below the cursor of a terminal whose program has ended, after lines that say more. */
export function endLine(text: string, details: readonly string[]): string {
  const lines = details.map((line) => `\r\n\x1b[2K${line}`).join('');
  return `${releaseSequence}${lines}\r\n\x1b[2K\x1b[2m— ${text} —\x1b[0m`;
}
