/** Wrapping at the last column, wide and combined characters. */
import { each, full, table } from "./table.mjs";

// What may follow a character in the last column, by name.
const followers = {
  "a character": "x", "a wide character": "中", "a combining character": "\u0301", "a joiner": "\u200d", "a variation selector": "\ufe0f",
  SGR: "\x1b[31m", CR: "\r", LF: "\n", BS: "\b", "BS twice": "\b\b", TAB: "\t", BEL: "\x07", NEL: "\x1bE", IND: "\x1bD", RI: "\x1bM",
  CUU: "\x1b[A", CUD: "\x1b[B", CUF: "\x1b[C", CUB: "\x1b[D", CHA: "\x1b[10G", VPA: "\x1b[1d", CUP: "\x1b[2;10H", HPR: "\x1b[a", VPR: "\x1b[e",
  EL: "\x1b[K", "EL 1": "\x1b[1K", "EL 2": "\x1b[2K", ED: "\x1b[J", "ED 1": "\x1b[1J", "ED 2": "\x1b[2J", ICH: "\x1b[@", DCH: "\x1b[P", ECH: "\x1b[X",
  IL: "\x1b[L", DL: "\x1b[M", SU: "\x1b[S", SD: "\x1b[T", SL: "\x1b[ @", SR: "\x1b[ A", DECIC: "\x1b['}", DECDC: "\x1b['~", REP: "\x1b[2b",
  DECSTBM: "\x1b[1;3r", DECSC: "\x1b7", DECRC: "\x1b8", "DECSC and DECRC": "\x1b7\x1b[H\x1b8", "wrap off": "\x1b[?7l", "wrap off and on": "\x1b[?7l\x1b[?7h",
  "insert mode": "\x1b[4h", "origin mode": "\x1b[?6h", "reverse wrap": "\x1b[?45h", "reverse wrap and BS": "\x1b[?45h\b\b",
  HTS: "\x1bH", TBC: "\x1b[g", CHT: "\x1b[I", CBT: "\x1b[Z", DECALN: "\x1b#8", DECSTR: "\x1b[!p", RIS: "\x1bc", OSC: "\x1b]2;t\x07", DSR: "\x1b[6n",
  "the alternate screen": "\x1b[?1049h", "the alternate screen and back": "\x1b[?1049h\x1b[?1049l", "47 and back": "\x1b[?47h\x1b[?47l", LNM: "\x1b[20h\n",
};
const pending = table("pending wrap, then", [
  ...Object.entries(followers).flatMap(([name, bytes]) => [
    [name, `\x1b[2;1H0123456789${bytes}yz`],
    [`${name} on the last row`, `\x1b[4;1H0123456789${bytes}yz`],
    [`${name} behind a wide character`, `\x1b[2;1H01234567中${bytes}yz`],
  ]),
  ...each([[9, 4], [11, 4], [20, 4], [10, 3], [10, 5], [10, 2], [5, 2]], size => [`a size of ${size.join("x")}`, "\x1b[2;1H0123456789", size, "yz"]),
]);

const wrapping = table("wrapping", [
  ["marks the next line", "0123456789abc"],
  ["over several lines into the scrollback", "0123456789".repeat(7)],
  ["into a line with text", `${full}\x1b[1;8Hxxxxx`],
  ["off: the last column is overwritten", "\x1b[?7l0123456789abc"],
  ["off: a wide character in the last column", "\x1b[?7l012345678中x"],
  ["off: a wide character before the last column", "\x1b[?7l01234567中x中"],
  ["off: a combining character after the last column", "\x1b[?7l0123456789\u0301x\u0301"],
  ["off and on again", "\x1b[?7l0123456789ab\x1b[?7hcd"],
  ["takes the background onto a scrolled-in line", `${full}\x1b[41mxy`],
  ["a wide character that does not fit", "012345678中x"],
  ["a wide character that does not fit, with a pen", "\x1b[41;4m012345678中x"],
  ["a wide character that does not fit, on the last row", "\x1b[4;1H012345678中x"],
  ["a wide character that fits exactly", "01234567中x"],
  ["with two columns", [2, 3], "ab中c中d"],
  ["reverse, over a wrapped line", "\x1b[?45h0123456789ab\b\b\b\bx"],
  ["reverse, over a line that is not wrapped", "\x1b[?45h0123456789\r\nab\b\b\b\bx"],
  ["reverse, over a wide character that did not fit", "\x1b[?45h012345678中\b\b\bx"],
  ["reverse, inside margins", "\x1b[?45h\x1b[2;3r\x1b[2;1H0123456789ab\b\b\b\b\b\b\b\b\b\b\b\b\b\bx"],
  ["reverse, at the top", "\x1b[?45h\b\bx"],
  ["reverse ends", "\x1b[?45h0123456789ab\x1b[?45l\b\b\b\bx"],
  ["reverse, the other number", "\x1b[?1045h0123456789ab\b\b\b\bx"],
]);

const wide = table("wide characters", [
  ["in a row", "中文字x"],
  ["overwritten in the first half", "中文\x1b[1;1Hx"],
  ["overwritten in the second half", "中文\x1b[1;2Hx"],
  ["overwritten across two", "中文字\x1b[1;2H中"],
  ["overwritten by a run of text", "中文字中\x1b[1;2Hxyz"],
  ["overwritten up to half of one", "中文字中\x1b[1;1Hxyz"],
  ["overwritten with another pen", "\x1b[41m中文\x1b[42m\x1b[1;2Hx"],
  ["half and width", "ｱ１Ａ\u3000x"],
  ["ambiguous ones are narrow", "±×→■αжЯ…x"],
  ["of Hangul", "한\u1112\u1161\u11abx"],
  ["emoji", "😀👍🏽x"],
  ["emoji joined", "👩\u200d👩\u200d👧x"],
  ["flags", "🇩🇪🇫x"],
  ["keycaps", "1\ufe0f\u20e3x"],
  ["text and emoji presentation", "☺\ufe0e☺\ufe0f❤\ufe0fx©\ufe0f"],
  ["a joined emoji at the margin", "01234567👩\u200d💻x"],
  ["a joined emoji that does not fit", "012345678👩\u200d💻x"],
  ["a selector at the margin", "012345678☺\ufe0fx"],
  ["newer than Unicode 11", "🥲🫠🪿x"],
  ["box drawing and Braille", "┌─┐⠿▒█x"],
  ["of plane 2 and 3", "𠀀𰀀x"],
]);

const combining = table("combining characters", [
  ["on a letter", "e\u0301x"],
  ["several", "e\u0301\u0302\u0303x"],
  ["very many", `e${"\u0301".repeat(40)}x`],
  ["on a wide character", "中\u0301x"],
  ["on an empty cell", "\x1b[1;3H\u0301x"],
  ["at the very beginning", "\u0301x"],
  ["on a space", " \u0301x"],
  ["after a cursor movement", "abc\x1b[1;2H\u0301x"],
  ["after a sequence", "e\x1b[31m\u0301x"],
  ["after a line break", "e\r\n\u0301x"],
  ["after a wrap", "0123456789a\u0301b"],
  ["on a pending wrap", "0123456789\u0301b"],
  ["on the second half of a wide character", "中\x1b[1;2H\u0301x"],
  ["overwritten", "e\u0301\x1b[1;1Hxy"],
  ["erased", "e\u0301\x1b[1;1H\x1b[Xy"],
  ["of Thai, Hebrew and Devanagari", "กำ\u0e49ש\u05b8न\u0930\u094dx"],
  ["zero width space, joiner and non-joiner", "a\u200bb\u200dc\u200dd\u200ce"],
  ["in DEC graphics", "\x1b(0q\u0301q"],
  ["in protected cells", "\x1b[1\"qe\u0301\x1b[0\"q\u0302x"],
]);

export const cases = [...pending, ...wrapping, ...wide, ...combining];
