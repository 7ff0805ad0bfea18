/**
 * A program: a size, and steps that are each bytes to feed or a new size.
 *   {columns: 10, rows: 3, steps: [Buffer, {columns: 8, rows: 3}, Buffer]}
 */

/** A step from how people write it: text is UTF-8, [columns, rows] a new size, {bytes: [255]} what is no UTF-8. */
export function step(written) {
  if (typeof written === "string") return Buffer.from(written, "utf8");
  if (Array.isArray(written)) return { columns: written[0], rows: written[1] };
  return Buffer.isBuffer(written) ? written : Buffer.from(written.bytes);
}

export const program = (columns, rows, ...written) => ({ columns, rows, steps: written.map(step) });

/** The same program with its bytes cut into pieces of `length`, counted from its beginning. */
export function cut({ columns, rows, steps }, length) {
  let position = 0;
  const pieces = [];
  for (const each of steps) {
    if (!Buffer.isBuffer(each)) {
      pieces.push(each);
      continue;
    }
    for (let at = 0; at < each.length;) {
      const end = Math.min(each.length, at + length - (position % length));
      pieces.push(each.subarray(at, end));
      position += end - at;
      at = end;
    }
  }
  return { columns, rows, steps: pieces };
}

/**
 * Plays a program to a terminal, which is a new one.
 * @param {number[]} checks after which steps, counted from 1, its state is wanted; 0 is before the first
 * @returns the states, or promises of them
 */
export function play(terminal, { steps }, checks = [steps.length]) {
  const wanted = new Set(checks);
  const states = wanted.has(0) ? [terminal.dump()] : [];
  steps.forEach((each, index) => {
    apply(terminal, each);
    if (wanted.has(index + 1)) states.push(terminal.dump());
  });
  return states;
}

export function apply(terminal, each) {
  if (Buffer.isBuffer(each)) terminal.feed(each);
  else terminal.resize(each.columns, each.rows);
}

/** A program as text that can be pasted into a table of cases. */
export function written({ columns, rows, steps }) {
  const parts = steps.map(each => (Buffer.isBuffer(each) ? escaped(each) : `[${each.columns}, ${each.rows}]`));
  return `program(${[columns, rows, ...parts].join(", ")})`;
}

/** Bytes as a string literal, or as a list of numbers when they are no UTF-8. */
export function escaped(bytes) {
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) return `{ bytes: [${[...bytes].join(", ")}] }`;
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7e]/gu, readable)}"`;
}

const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b" };

function readable(character) {
  const value = character.codePointAt(0);
  if (short[character]) return short[character];
  if (value < 0x100) return `\\x${value.toString(16).padStart(2, "0")}`;
  // What can be seen stays; what joins, turns or hides is named.
  return /[\p{L}\p{N}\p{Emoji_Presentation}\p{So}]/u.test(character) ? character : `\\u{${value.toString(16)}}`;
}
