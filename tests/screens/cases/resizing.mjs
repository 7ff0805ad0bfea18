/** A new size: lines flow, the cursor stays with its text, the scrollback gives and takes. */
import { each, full, history, table } from "./table.mjs";

const sizes = [[2, 4], [5, 4], [7, 4], [9, 4], [11, 4], [15, 4], [20, 4], [40, 4], [10, 1], [10, 2], [10, 3], [10, 5], [10, 8], [10, 15], [5, 2], [5, 8], [20, 2], [20, 8]];
const shapes = size => size.join("x");
const wrapped = "0123456789abcdefghijABCDE";
const wide = "a中中中中中中中b";

const contents = {
  nothing: "",
  "short lines": "a\r\nb\r\nc",
  "full lines": full,
  "a wrapped line": wrapped,
  "a wrapped line and a prompt": `${wrapped}\r\n$ `,
  "a wrapped line and the cursor in it": `${wrapped}\x1b[2;4H`,
  "a wrapped line and the cursor at its beginning": `${wrapped}\x1b[1;1H`,
  "a wrapped line between others": `one\r\n${wrapped}\r\nfour`,
  "two wrapped lines": `${wrapped}\r\n0123456789KLM\r\n`,
  "wide characters over a wrap": `${wide}\r\n`,
  "wide characters over a wrap and the cursor in it": wide,
  "combined characters over a wrap": `${"e\u0301".repeat(13)}\r\n`,
  "scrollback": history,
  "scrollback of wrapped lines": `${wrapped}\r\n`.repeat(6),
  "scrollback and the cursor at the top": `${history}\x1b[H`,
  "a pending wrap": "0123456789",
  "a pending wrap on the last row": `${history}\r\n0123456789`,
  "colours over a wrap": `\x1b[41m${wrapped}\x1b[m\r\n`,
  "a background to the end of the line": "\x1b[41mab\x1b[K\x1b[m\r\ncd",
  "blanks at the end": "ab        cd   \r\n",
  "a link over a wrap": `\x1b]8;;http://a\x07${wrapped}\x1b]8;;\x07\r\n`,
  "an empty line inside": "a\r\n\r\nb",
  "lines below the cursor": `${full}\x1b[1;3H`,
  "a saved cursor": `${wrapped}\x1b[2;4H\x1b7\x1b[4;1H`,
  "a saved cursor in the scrollback": `ab\x1b7\r\n${history}`,
};
const once = table("resize", Object.entries(contents).flatMap(([name, text]) =>
  sizes.map(size => [`${name} to ${shapes(size)}`, text, size, "x\x1b8y"])));

const sequences = [[[5, 4], [10, 4]], [[20, 4], [10, 4]], [[10, 2], [10, 4]], [[10, 8], [10, 4]], [[3, 3], [40, 2], [10, 4]], [[40, 2], [3, 9], [10, 4]], [[2, 1], [10, 4]]];
const back = table("resize and back", Object.entries(contents).flatMap(([name, text]) =>
  sequences.map(steps => [`${name} by ${steps.map(shapes).join(", ")}`, text, ...steps, "x"])));

const others = table("resize", [
  ...each(sizes, size => [`alternate screen to ${shapes(size)}`, `${history}\x1b[?1049h${full}`, size, "x\x1b[?1049ly"]),
  ...each(sizes, size => [`alternate screen to ${shapes(size)} and back`, `${wrapped}\x1b[?1049h${full}`, size, "x", [10, 4], "\x1b[2;3Hy\x1b[?1049lz"]),
  ...each(sizes, size => [`while the alternate screen waits, to ${shapes(size)}`, "\x1b[?1049hab\x1b[2;2H\x1b7\x1b[?1049l", size, "\x1b[?1049h\x1b8x"]),
  ...each(sizes, size => [`margins and origin mode to ${shapes(size)}`, `${full}\x1b[2;3r\x1b[?6h`, size, "x\n\n\ny"]),
  ["between the bytes of a sequence", "ab\x1b[3", [20, 4], "1mcd"],
  ["between the bytes of a character", { bytes: [0xe4, 0xb8] }, [20, 4], { bytes: [0xad] }],
  ["to the same size", `${wrapped}\x1b[2;3r`, [10, 4], "\x1b[4;1H\nx"],
  ["in synchronized output", "\x1b[?2026hab", [5, 4], "cdef\x1b[?2026l"],
  ["taller takes lines out of the scrollback", history, [10, 8], "x"],
  ["shorter puts lines into the scrollback", `${full}`, [10, 2], "x"],
  ["a reflow that overflows the scrollback", [20, 3], `${"0123456789abcdefghi\r\n".repeat(1001)}`, [10, 3], "x", [20, 3], "y"],
  ["repeated while text comes", ...Array.from({ length: 12 }, (_, index) => [[3 + ((index * 7) % 17), 1 + ((index * 5) % 6)], `${index} some words\r\n`]).flat()],
]);

export const cases = [...once, ...back, ...others];
