const focused = '\x1b[I';
const unfocused = '\x1b[O';

// eslint-disable-next-line no-control-regex -- what terminals send begins with a control character.
const colorScheme = /^\x1b\[\?997;[12]n$/;

/**
 * Sorts out what the editor's terminal sends by itself, without a key being pressed. The server answers what programs
 * ask, and tells them of colours; a second answer would be read as input.
 *
 * That the terminal has the focus is told to the program, also once more when a snapshot switches these reports on:
 * then whoever looks has come back. That it has not is told only after that it had; otherwise each snapshot in a window
 * that is not used would tell the program of another window's user that he has gone.
 */
export class TerminalReports {
  private _hasTold = false;

  /** `input` was typed, a `report` is for the program too but is no act of the user, and nobody waits for the rest. */
  kindOf(text: string): 'input' | 'report' | 'nothing' {
    if (colorScheme.test(text)) return 'nothing';
    if (text !== focused && text !== unfocused) return 'input';
    const isNews = text === focused || this._hasTold;
    this._hasTold = text === focused;
    return isNews ? 'report' : 'nothing';
  }
}
