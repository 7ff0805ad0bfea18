// What the fake agent's `lines` prints, and what of it a terminal must show.

/** Bytes of one line on the wire, by style; see Lines.cs of the fake agent. */
export const LineBytes = { plain: 16, bursts: 16, colours: 58, moves: 60 };

const Row = /^line (\d{9})(?: ✓ é 漢)?$/;

/**
 * Says what is wrong with a terminal that shows numbered lines and stands at `offset`; undefined when nothing is. The
 * position tells exactly which lines are above the cursor, so that also what is no longer shown must have been there.
 */
export function faultOf(style, buffer, offset) {
  const complete = Math.floor(offset / LineBytes[style]);
  const cursor = buffer.baseY + buffer.cursorY;
  let due = complete - cursor;
  if (due < 0) return `${cursor} lines are above the cursor at ${offset}, where only ${complete} were printed`;
  for (let row = 0; row < cursor; row++, due++) {
    const text = buffer.getLine(row).translateToString(true);
    const [, number] = text.match(Row) ?? [];
    if (Number(number) !== due) return `row ${row} of ${cursor} at ${offset} shows ${JSON.stringify(text)}, where line ${due} was due`;
  }

  return undefined;
}
