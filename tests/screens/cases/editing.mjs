/** Erasing, inserting, deleting, scrolling and repeating. */
import { each, full, history, table } from "./table.mjs";

const places = [["the corner", "\x1b[H"], ["the middle", "\x1b[2;4H"], ["the last column", "\x1b[3;10H"], ["the last row", "\x1b[4;5H"]];
const erasing = table("erasing", [
  ...[["ED", "J"], ["EL", "K"], ["DECSED", "?J"], ["DECSEL", "?K"]].flatMap(([name, code]) => {
    const sequence = param => `\x1b[${code.length > 1 ? "?" : ""}${param}${code.at(-1)}`;
    return [
      ...each(["", "0", "1", "2", "3", "4", "9"], param => [`${name} ${param}`, `${full}\x1b[2;4H${sequence(param)}x`]),
      ...places.flatMap(([where, go]) => each(["0", "1", "2"], param => [`${name} ${param} in ${where}`, `${full}${go}\x1b[45m${sequence(param)}`])),
      ...each(["0", "1", "2"], param => [`${name} ${param} spares or takes what is protected`, `a\x1b[1"qb中c\x1b[0"qde\x1b[1;4H${sequence(param)}`]),
      ...each(["0", "1", "2"], param => [`${name} ${param} in half a wide character`, `a中中b\x1b[1;3H${sequence(param)}`]),
      ...each(["0", "1", "2", "3"], param => [`${name} ${param} in wrapped lines`, `0123456789abcdefghijABC\x1b[2;4H${sequence(param)}`]),
      ...each(["0", "1", "2", "3"], param => [`${name} ${param} with scrollback`, `${history}\x1b[2;4H${sequence(param)}`]),
      ...each(["0", "1", "2"], param => [`${name} ${param} while a wrap is pending`, `\x1b[2;1H0123456789${sequence(param)}x`]),
    ];
  }),
  ["ED 1 at the start of a wrapped line", "0123456789abc\x1b[2;1H\x1b[1Jx"],
  ["EL 0 at the start of a wrapped line", "0123456789abc\x1b[2;1H\x1b[Kx"],
  ["EL 2 of a line that wraps on", "0123456789abc\x1b[1;1H\x1b[2Kx"],
  ["erased cells take the background alone", "\x1b[1;4;7;31;44mab\x1b[K\x1b]8;;http://a\x07\x1b[1;2H\x1b[1K\x1b[2;3H\x1b[J"],
  ["ED 2 keeps the cursor", `${full}\x1b[2;4H\x1b[2Jx`],
  ["ED 22 of kitty", `${full}\x1b[22Jx`],
  ["DECSCA values", `\x1b[1"qa\x1b[2"qb\x1b[1"qc\x1b["qd\x1b[3"qe\x1b[H\x1b[?2J`],
]);

const amounts = ["", "0", "1", "2", "3", "9", "10", "11", "50"];
const cells = [["ICH", "@"], ["DCH", "P"], ["ECH", "X"]];
const lines = [["IL", "L"], ["DL", "M"], ["SU", "S"], ["SD", "T"]];
const columns = [["SL", " @"], ["SR", " A"], ["DECIC", "'}"], ["DECDC", "'~"]];
const shifting = table("shifting", [
  ...[...cells, ...lines, ...columns].flatMap(([name, final]) => [
    ...each(amounts, amount => [`${name} ${amount}`, `${full}\x1b[2;4H\x1b[${amount}${final}x`]),
    ...places.map(([where, go]) => [`${name} 2 in ${where}`, `${full}${go}\x1b[45m\x1b[2${final}x`]),
    [`${name} inside margins`, `${full}\x1b[2;3r\x1b[2;4H\x1b[${final}x`],
    [`${name} above the margins`, `${full}\x1b[2;3r\x1b[1;4H\x1b[${final}x`],
    [`${name} below the margins`, `${full}\x1b[2;3r\x1b[4;4H\x1b[${final}x`],
    [`${name} in half a wide character`, `a中中b中\x1b[1;3H\x1b[${final}x`],
    [`${name} before a wide character at the end`, `abcdefgh中\x1b[1;2H\x1b[${final}x`],
    [`${name} 2 in a combined character`, `ae\u0301中\u0301b\x1b[1;2H\x1b[2${final}x`],
    [`${name} while a wrap is pending`, `\x1b[2;1H0123456789\x1b[${final}x`],
    [`${name} in wrapped lines`, `0123456789abcdefghijABC\x1b[2;4H\x1b[${final}x`],
    [`${name} with scrollback`, `${history}\x1b[2;3H\x1b[2${final}x`],
    [`${name} spares nothing that is protected`, `\x1b[1"qabcdefghij\x1b[0"q\x1b[1;4H\x1b[2${final}x`],
  ]),
  ...[...cells, ...columns].map(([name, final]) => [`${name} of a huge count`, `${full}\x1b[2;4H\x1b[2147483647${final}x`]),
  ["SD with mouse tracking parameters", `${full}\x1b[1;2;3;4;5Tx`],
  ["SD by its other final", `${full}\x1b[2^x`],
  ["SU fills nothing above", `${full}\x1b[2Sx`],
  ["XTSMGRAPHICS is not SU", `${full}\x1b[?2;1;0Sx`],
  ["DECALN", `\x1b[31m${full}\x1b[2;3r\x1b[2;4H\x1b#8x`],
  ["DECALN in origin mode", `${full}\x1b[2;3r\x1b[?6h\x1b#8x`],
  ["DECDHL and DECDWL", "\x1b#3a\x1b#4b\x1b#5c\x1b#6d"],
]);

const repeating = table("REP", [
  ...each(["", "0", "1", "3", "25"], count => [`${count}`, `ab\x1b[${count}bx`]),
  ["of a wide character", "a中\x1b[2bx\x1b[4by"],
  ["of a combined character", "e\u0301\x1b[3bx"],
  ["of an emoji", "👩\u200d💻\x1b[2bx"],
  ["after another sequence", "a\x1b[31m\x1b[3bx"],
  ["after a control character", "a\n\x1b[3bx"],
  ["after the cursor moved", "ab\x1b[2;5H\x1b[3bx"],
  ["before anything was printed", "\x1b[3bx"],
  ["twice", "a\x1b[2b\x1b[2bx"],
  ["through a character set", "\x1b(0q\x1b[3bx"],
  ["at the right margin", "012345678\x1b[5bx"],
  ["without wrapping", "\x1b[?7l012345678\x1b[5bx"],
  ["in the pen of now", "\x1b[31ma\x1b[32;1m\x1b[3b"],
  ["while a wrap is pending", "0123456789\x1b[3b"],
  ["after OSC, ESC and DCS", "a\x1b]2;t\x07\x1b[2bb\x1b=\x1b[2bc\x1bPq\x1b\\\x1b[2b"],
  ["of an overwritten character", "ab\x1b[D\x1b[Kc\x1b[D\x1b[P\x1b[2bx"],
]);

const inserting = table("insert mode", [
  ["moves what follows", "abc\x1b[H\x1b[4hXY"],
  ["pushes out at the end", "0123456789\x1b[1;3H\x1b[4hXY"],
  ["of wide characters", "abcdefghij\x1b[1;3H\x1b[4h中"],
  ["pushes half a wide character out", "abcdefgh中\x1b[1;3H\x1b[4hX"],
  ["in half a wide character", "中中中\x1b[1;2H\x1b[4hX"],
  ["and a combining character", "abc\x1b[H\x1b[4he\u0301x"],
  ["at the last column", "0123456789\x1b[1;10H\x1b[4hXYZ"],
  ["without wrapping", "0123456789\x1b[1;9H\x1b[4h\x1b[?7lXYZ"],
  ["with a pen", "abcdef\x1b[H\x1b[4h\x1b[41;4mXY"],
  ["ends", "abc\x1b[4h\x1b[4l\x1b[HX"],
  ["with REP", "abc\x1b[H\x1b[4hX\x1b[2b"],
]);

export const cases = [...erasing, ...shifting, ...repeating, ...inserting];
