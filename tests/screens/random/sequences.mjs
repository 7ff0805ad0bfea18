/** What random streams are made of: each entry makes one piece of output, the nasty more often than in real life. */
const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789 .,;:-_#~`{}|"];
const wide = [..."中文字漢カナ한글１Ａ😀👩🚀🇩"];
const narrow = [..."éüßжЯ→│─█±♥☺©"];
const marks = ["\u0301", "\u0308", "\u20dd", "\u200d", "\u200b", "\ufe0f", "\ufe0e", "\u093f", "\u0e49", "\u{1f3fd}", "\u00ad", "\u1160"];
const controls = ["\r", "\n", "\r\n", "\b", "\t", "\x0b", "\x0c", "\x07", "\0", "\x0e", "\x0f", "\x7f", "\x1c", "\x05\b"];
const escapes = ["7", "8", "D", "E", "H", "M", "=", ">", "n", "o", "|", "}", "~", "N", "O", "Z", "6", "9", "#8", "#3", "%@", "%G", " F", "\\", "k"];
const designators = ["0", "A", "B", "0", "0", "4", "5", "C", "K", "R", "Q", "Y", "E", "6", "Z", "7", "H", "=", "<", ">", "1", "%5", "u"];
const modes = [1, 2, 3, 5, 6, 6, 7, 7, 8, 9, 12, 25, 40, 45, 45, 66, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 1045, 2004, 2026, 2027, 2031, 9999];
const screens = [47, 1047, 1048, 1049, 1049];
const addresses = ["http://a", "http://b", "file:///c;d", ""];
const c1 = ["\u0084", "\u0085", "\u0088", "\u008d", "\u008e", "\u0090x\u009c", "\u009b5G", "\u009b31m", "\u009c", "\u009dx\u009c", "\u0098x\u009c", "\u009ex\u009c", "\u009fx\u009c", "\u0080"];
const invalid = [[0xff], [0xc3], [0xe4, 0xb8], [0xf0, 0x9f, 0x98], [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80], [0xf8, 0x88, 0x80, 0x80]];
const begun = ["\x1b", "\x1b[", "\x1b[3", "\x1b[?1", "\x1b[1 ", "\x1b(", "\x1b]2;t", "\x1b]8;;http://c", "\x1bP1$q", "\x1bP", "\x1b_x", "\x1b^x", "\x1bXx", "\x1b[1;2<"];
const strings = ["2;one", "0;two", "1;three", "2;", "2;ü中", "4;1;?", "4;1;#123456", "10;?", "11;?", "52;c;?", "104", "112", "7;file://h/t", "9;4;1;5", "133;A", "633;B", "999;x", "x", "8;x", "8"];
const titleOperations = ["22", "22;0", "22;1", "22;2", "23", "23;0", "23;1", "23;2", "14", "18", "8;5;5"];

// xterm.js repeats these as often as it is told to: a huge number would keep it busy for hours.
const loops = "LMSTIZb^";

/** A parameter as programs write it, and as no program should. */
export function parameter(dice, final = "") {
  if (loops.includes(final)) return dice.weighed([[3, ""], [2, "0"], [8, `${dice.between(1, 6)}`], [1, `${dice.between(7, 60)}`]]);
  return dice.weighed([
    [3, ""], [2, "0"], [8, `${dice.between(1, 6)}`], [3, `${dice.between(1, 45)}`], [0.3, "999"], [0.1, "65536"], [0.1, "2147483647"], [0.1, "4294967297"], [0.1, "99999999999999999999"],
  ]);
}

const csi = (dice, final, count) => `\x1b[${Array.from({ length: count }, () => parameter(dice, final)).join(";")}${final}`;

const color = dice => dice.weighed([
  [4, dice => `${dice.pick([3, 4, 9, 10])}${dice.between(0, 9)}`],
  [2, dice => `${dice.pick([38, 48, 58])};5;${dice.between(0, 300)}`],
  [2, dice => `${dice.pick([38, 48, 58])};2;${dice.between(0, 255)};${dice.between(0, 255)};${dice.between(0, 300)}`],
  [1, dice => `${dice.pick([38, 48, 58])}:2:${dice.pick(["", "1:", ":"])}${dice.between(0, 255)}:${dice.between(0, 255)}:${dice.between(0, 255)}`],
  [1, dice => `${dice.pick([38, 48, 58])}:5:${dice.between(0, 255)}`],
  [0.5, dice => `${dice.pick([38, 48, 58])}${dice.pick([";", ":"])}${dice.pick(["", "2", "5", "5;", "2;1", "2:1", "9", "2::1:2"])}`],
])(dice);

const rendition = dice => dice.weighed([[2, ""], [6, `${dice.pick([0, 1, 2, 3, 4, 5, 7, 8, 9, 21, 22, 23, 24, 25, 27, 28, 29, 39, 49, 53, 55, 59])}`], [6, color(dice)], [2, `4:${dice.between(0, 6)}`]]);

export const word = dice => dice.string(dice.between(1, 9), () => dice.pick(letters));

const mixed = dice => dice.string(dice.between(1, 6), () => dice.weighed([[5, dice.pick(letters)], [4, dice.pick(wide)], [1, dice.pick(narrow)], [3, dice.pick(marks)]]));

/** `[weight, make]` of each kind of piece; `make` gets dice and answers text or bytes. */
export const pieces = [
  [10, word],
  [3, dice => dice.string(dice.between(8, 50), () => dice.pick(letters))],
  [7, mixed],
  [9, dice => dice.pick(controls)],
  [9, dice => csi(dice, dice.pick([..."ABCDEFGade`"]), dice.between(0, 1))],
  [6, dice => csi(dice, dice.pick([..."HHHf"]), dice.between(0, 3))],
  [6, dice => `\x1b[${dice.pick(["", "", "?"])}${dice.pick(["", "0", "1", "2", "3", "4"])}${dice.pick([..."JK"])}`],
  [7, dice => csi(dice, dice.pick([..."@PXLMST"]), dice.between(0, 1))],
  [2, dice => csi(dice, dice.pick([" @", " A", "'}", "'~"]), dice.between(0, 1))],
  [3, dice => csi(dice, "b", dice.between(0, 1))],
  [10, dice => `\x1b[${Array.from({ length: dice.between(1, 3) }, () => rendition(dice)).join(";")}m`],
  [1, dice => `\x1b[${dice.pick(["", "0", "1", "2"])}"q`],
  [4, dice => csi(dice, "r", dice.between(0, 2))],
  [4, dice => csi(dice, dice.pick([..."gIZ"]), dice.between(0, 1))],
  [4, dice => `\x1b[?${dice.pick(modes)}${dice.pick([..."hl"])}`],
  [1, dice => `\x1b[?${dice.pick(modes)};${dice.pick(modes)};${dice.pick(screens)}${dice.pick([..."hl"])}`],
  [2.5, dice => `\x1b[?${dice.pick(screens)}${dice.pick([..."hl"])}`],
  [2, dice => `\x1b[${dice.pick([4, 20, 4, 2])}${dice.pick([..."hl"])}`],
  [5, dice => `\x1b${dice.pick(escapes)}`],
  [3, dice => `\x1b${dice.pick([..."()*+-./"])}${dice.pick(designators)}`],
  [2, dice => dice.pick(["\x1b[s", "\x1b[u", "\x1b7", "\x1b8"])],
  [0.7, dice => dice.pick(["\x1b[!p", "\x1bc"])],
  [0.7, dice => `\x1b[${dice.pick(["", "0", "1", "2", "3", "4", "5", "6"])} q`],
  [2, dice => `\x1b]${dice.pick(strings)}${dice.pick(["\x07", "\x1b\\", "\u009c", "\x18"])}`],
  [2, dice => `\x1b]8;${dice.pick(["", "", "id=1", "id=2", "x=1:id=3"])};${dice.pick(addresses)}${dice.pick(["\x07", "\x1b\\"])}`],
  [1, dice => `\x1b[${dice.pick(titleOperations)}t`],
  [1, dice => `\x1b${dice.pick(["P", "_", "^", "X"])}${dice.pick(["$qm", "q1", "abc", ""])}${dice.pick(["\x1b\\", "\x07", "\x18", "\u009c"])}`],
  [1, dice => `\x1b[${dice.pick(["c", ">c", "6n", "?6n", "5n", "?1$p", "4$p", ">q", "x"])}`],
  [2, dice => dice.pick(c1)],
  [1.5, dice => Buffer.from(dice.pick(invalid))],
  [1.5, dice => dice.pick(begun)],
  [1, dice => dice.pick(["\x18", "\x1a", "\x1b", "\x1b\\"])],
  [1, dice => `\x1b[${dice.string(dice.between(1, 6), () => dice.pick([..."0123;:?<=> !\"$'"]))}${dice.pick([..."mHhlJKpqtsu"])}`],
];

/** What a stream may end in the middle of. */
export const beginnings = [...begun, ""];
