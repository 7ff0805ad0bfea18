/** Single control characters, what interrupts a sequence, and bytes that are no characters. */
import { each, full, history, table } from "./table.mjs";

const c0 = Array.from({ length: 32 }, (_, code) => code).filter(code => code !== 0x1b).concat(0x7f);
const hex = code => code.toString(16).padStart(2, "0");

const single = table("control character", [
  ...each(c0, code => [`0x${hex(code)} in text`, "ab", { bytes: [code] }, "cd"]),
  ...each(c0, code => [`0x${hex(code)} while a wrap is pending`, "0123456789", { bytes: [code] }, "x"]),
  ["LF, VT and FF on the last row scroll", `${full}\nx\x0by\x0cz`],
  ["LF below the margin does not scroll", "\x1b[1;2r\x1b[4;3Hx\ny\nz"],
  ["LF on the lower margin scrolls the region", `${full}\x1b[2;3r\x1b[3;3H\nx`],
  ["LF on the lower margin of a region at the top fills the scrollback", `${full}\x1b[1;3r\x1b[3;3H\nx\ny`],
  ["LF ends a wrap it moves onto", "0123456789abc\x1b[H\nx"],
  ["BS stops at the first column", "ab\b\b\b\bx"],
  ["BS on the second half of a wide character", "a中\bx"],
  ["CR keeps the row", "\nabc\rx"],
  ["IND, NEL and RI", "ab\x1bDcd\x1bEef\x1bMg"],
  ["RI at the top scrolls down", `${full}\x1b[H\x1bMx`],
  ["RI at the upper margin scrolls the region", `${full}\x1b[2;3r\x1b[2;1H\x1bMx`],
  ["RI above the region", `${full}\x1b[3;4r\x1b[1;1H\x1bMx`],
  ["IND below the region on the last row", `${full}\x1b[1;2r\x1b[4;1H\x1bDx`],
  ["a scrolled-in line takes the background", `${full}\x1b[41m\nx\x1b[42m\x1b[H\x1bMy`],
  ["scrollback grows", history],
]);

const c1 = Array.from({ length: 32 }, (_, code) => 0x80 + code);
const controls1 = table("C1 control as UTF-8", [
  ...each(c1, code => [`U+00${hex(code)} in text`, `ab${String.fromCodePoint(code)}cd\x1b\\ef`]),
  ["CSI", "\u009b31mred\u009bmplain\u009b2;3Hx"],
  ["OSC ends with ST", "\u009d2;title\u009cabc"],
  ["DCS, SOS, PM and APC are swallowed", "a\u0090qxyz\u009cb\u0098xyz\u009cc\u009exyz\u009cd\u009fxyz\u009ce"],
  ["IND, NEL, HTS and RI", "ab\u0084c\u0085d\u0088\re\u008df"],
  ["C1 inside a CSI", "\x1b[3\u0084;1Hx"],
  ["C1 inside an OSC", "\x1b]2;ti\u0085tle\x07x"],
  ["as raw bytes they are invalid", "a", { bytes: [0x9b, 0x33, 0x31, 0x6d] }, "b", { bytes: [0x84, 0x85] }, "c"],
]);

const starts = [["CSI", "\x1b[3"], ["CSI with a prefix", "\x1b[?2"], ["CSI with an intermediate", "\x1b[3 "], ["ESC", "\x1b"], ["ESC with an intermediate", "\x1b("],
  ["OSC", "\x1b]2;ti"], ["DCS", "\x1bP1$qab"], ["DCS parameters", "\x1bP1;"], ["SOS", "\x1bXab"], ["PM", "\x1b^ab"], ["APC", "\x1b_ab"], ["CSI ignored", "\x1b[3?"]];
const interruptions = [["CAN", "\x18"], ["SUB", "\x1a"], ["ESC", "\x1b[32m"], ["ESC \\", "\x1b\\"], ["BEL", "\x07"], ["LF", "\n"], ["BS", "\b"], ["SO", "\x0e"],
  ["NUL", "\0"], ["DEL", "\x7f"], ["a letter beyond ASCII", "é"], ["a C1 control", "\u0085"], ["ST as C1", "\u009c"], ["US", "\x1f"], ["EM", "\x19"]];
const interrupted = table("interrupted", starts.flatMap(([start, begun]) =>
  interruptions.map(([what, bytes]) => [`${start} by ${what}`, `ab${begun}${bytes}mXY\x07Z\x1b\\1`])));

const lead = [0xc3, 0xe4, 0xf0];
const utf8 = table("UTF-8", [
  ["two, three and four bytes", "é中😀x"],
  ["first and last of each length", "\x7f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}x"],
  ["a byte order mark", "\ufeffa\ufeffb"],
  ["noncharacters and private use", "a\ufdd0b\ufffec\uffffd\ue000e\u{f0000}f"],
  ["soft hyphen and format characters", "a\u00adb\u200bc\u200ed\u2060e\u202ef"],
  ["a lone continuation", "a", { bytes: [0x80, 0xbf] }, "b"],
  ...each(lead, byte => [`0x${hex(byte)} before ASCII`, "a", { bytes: [byte] }, "bc"]),
  ...each(lead, byte => [`0x${hex(byte)} before another beginning`, "a", { bytes: [byte, 0xc3, 0xa9] }, "b"]),
  ...each(lead, byte => [`0x${hex(byte)} before ESC`, "a", { bytes: [byte] }, "\x1b[31mb"]),
  ["three bytes cut after two", "a", { bytes: [0xe4, 0xb8] }, "bc"],
  ["four bytes cut after two", "a", { bytes: [0xf0, 0x9f] }, "bc"],
  ["four bytes cut after three", "a", { bytes: [0xf0, 0x9f, 0x98] }, "bc"],
  ["overlong in two, three and four bytes", "a", { bytes: [0xc0, 0xaf, 0xc1, 0xbf, 0xe0, 0x80, 0xaf, 0xf0, 0x80, 0x80, 0xaf] }, "b"],
  ["surrogates", "a", { bytes: [0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf] }, "b"],
  ["beyond U+10FFFF", "a", { bytes: [0xf4, 0x90, 0x80, 0x80, 0xf7, 0xbf, 0xbf, 0xbf] }, "b"],
  ["five and six bytes", "a", { bytes: [0xf8, 0x88, 0x80, 0x80, 0x80, 0xfc, 0x84, 0x80, 0x80, 0x80, 0x80] }, "b"],
  ["0xFE and 0xFF", "a", { bytes: [0xfe, 0xff] }, "b"],
  ["invalid inside a title", "\x1b]2;a", { bytes: [0xff, 0xc3, 0xe4, 0xb8] }, "b\x07"],
  ["invalid inside a CSI", "\x1b[3", { bytes: [0xff, 0xc3] }, "1mx"],
  ["an unfinished character at the end", "ab", { bytes: [0xe4, 0xb8] }],
]);

export const cases = [...single, ...controls1, ...interrupted, ...utf8];
