/** Moving the cursor, margins, origin mode, tab stops, and saving. */
import { each, full, table } from "./table.mjs";

const counts = ["", "0", "1", "2", "3", "99", "2147483648", "99999999999999999999"];
const moves = [["CUU", "A"], ["CUD", "B"], ["CUF", "C"], ["CUB", "D"], ["CNL", "E"], ["CPL", "F"], ["CHA", "G"], ["HPA", "`"], ["HPR", "a"], ["VPA", "d"], ["VPR", "e"]];
const moving = table("cursor", [
  ...moves.flatMap(([name, final]) => each(counts, count => [`${name} ${count || "without a parameter"}`, `\x1b[2;4H\x1b[${count}${final}x`])),
  ...moves.flatMap(([name, final]) => [
    [`${name} inside margins`, `\x1b[2;3r\x1b[2;4H\x1b[9${final}x`],
    [`${name} above margins`, `\x1b[2;3r\x1b[1;4H\x1b[9${final}x`],
    [`${name} below margins`, `\x1b[2;3r\x1b[4;4H\x1b[9${final}x`],
    [`${name} in origin mode`, `\x1b[2;3r\x1b[?6h\x1b[2;4H\x1b[9${final}x`],
  ]),
  ...["H", "f"].flatMap(final => each(["", "0;0", "1;1", "3;4", "3", ";4", "3;", "99;99", "2;3;4", "2:3", "4294967296;1"], at => [`${final} ${at}`, `abc\x1b[${at}${final}x`])),
  ["CUP in origin mode", "\x1b[2;3r\x1b[?6h\x1b[1;2Hx\x1b[2;5Hy\x1b[9;9Hz"],
  ["CUP after a wide character", "中中\x1b[1;2Hx\x1b[1;3Hy"],
]);

const margins = table("margins", [
  ...each(["", "0;0", "1;4", "2;3", "3;2", "2;2", "2", ";3", "2;", "0;3", "2;99", "99;99", "1;1", "4;4", "5;9", "2;3;4"], at =>
    [`DECSTBM ${at}`, `${full}\x1b[3;5H\x1b[${at}rx\n\n\n\ny`]),
  ["DECSTBM goes home", "abc\x1b[2;3rx"],
  ["DECSTBM goes home in origin mode", "abc\x1b[?6h\x1b[2;3rx"],
  ["setting and resetting origin mode goes home", "\x1b[2;4r\x1b[4;4H\x1b[?6hx\x1b[3;3H\x1b[?6ly"],
  ["wrapping at the lower margin", `\x1b[1;2r\x1b[2;1H0123456789ab0123456789cd`],
  ["wrapping below the lower margin on the last row", `\x1b[1;2r\x1b[4;1H0123456789ab`],
  ["a region that does not begin at the top keeps nothing", `${full}\x1b[2;4r\x1b[4;1H\n\n\nx`],
  ["margins end with a resize", "\x1b[2;3r", [10, 6], "\x1b[6;1H\n\nx"],
  ["CPL and CNL keep to the margins", "\x1b[2;3r\x1b[3;4H\x1b[5Fx\x1b[5Ey"],
  ["?69 and left and right margins", `${full}\x1b[?69h\x1b[3;6s\x1b[2;4Hxy\x1b[Sz\x1b[?69l\x1b[sw`],
]);

const tabs = table("tabs", [
  ["HT goes to every eighth column", [30, 2], "\ta\tb\tc\td\te"],
  ["HT in the last column", [30, 2], "\x1b[1;30H\tx"],
  ["HT over text and wide characters", [30, 2], "中文字中文\tx\r\ty"],
  ["HTS and HT", [30, 2], "abc\x1bH\r\tx"],
  ["HTS while a wrap is pending", "0123456789\x1bH\r\tx"],
  ["TBC 0 clears the one here", [30, 2], "\x1b[1;9H\x1b[g\r\tx"],
  ...each(["0", "1", "2", "3", "4", "5"], mode => [`TBC ${mode}`, [30, 2], `\x1b[1;9H\x1b[${mode}g\r\tx\ty`]),
  ["no stop at all", [30, 2], "\x1b[3g\r\tx\x1b[1;5H\x1b[Zy"],
  ...each(["", "0", "1", "2", "9"], count => [`CHT ${count}`, [30, 2], `a\x1b[${count}Ix`]),
  ...each(["", "0", "1", "2", "9"], count => [`CBT ${count}`, [30, 2], `\x1b[1;25H\x1b[${count}Zx`]),
  ["CHT and CBT while a wrap is pending", "0123456789\x1b[Ix\x1b[1;1H0123456789\x1b[Zy"],
  ["stops after a wider and a narrower size", [20, 2], "\x1b[1;4H\x1bH", [40, 2], "\r\ta\tb\tc\td\te\tf", [10, 2], "\r\tx\ty", [40, 2], "\r\ta\tb\tc\td\te\tf"],
  ["stops of the alternate screen are its own", [30, 2], "\x1b[3g\x1b[?1049h\ta\x1b[1;4H\x1bH\x1b[?1049l\tb\x1b[?1049h\tc"],
  ["all cleared, then wider", [20, 2], "\x1b[3g", [40, 2], "\ta\tb"],
  ["RIS gives them back", [30, 2], "\x1b[3g\x1bc\tx"],
]);

const save = [["DECSC and DECRC", "\x1b7", "\x1b8"], ["SCOSC and SCORC", "\x1b[s", "\x1b[u"], ["?1048", "\x1b[?1048h", "\x1b[?1048l"]];
const saved = table("saved cursor", save.flatMap(([name, keep, restore]) => [
  [`${name} position`, `\x1b[2;3H${keep}\x1b[4;9H${restore}x`],
  [`${name} pen`, `\x1b[1;3;4:3;31;42m${keep}\x1b[0;7;38;2;1;2;3m${restore}x`],
  [`${name} underline and its colour`, `\x1b[4:3;58;5;9m${keep}\x1b[m${restore}x\x1b[4m${keep}\x1b[24m${restore}y`],
  [`${name} link`, `\x1b]8;;http://a\x07${keep}\x1b]8;;\x07${restore}x\x1b]8;;http://b\x07y${restore}\x1b[Cz`],
  [`${name} character set`, `\x1b(0${keep}\x1b(B${restore}q\x1b)0\x0e${keep}\x0f${restore}q`],
  [`${name} with no character set`, `${keep}\x1b(0${restore}q\x1b(B\x1b(0q`],
  [`${name} pending wrap`, `0123456789${keep}\x1b[H${restore}x`],
  [`${name} origin mode`, `\x1b[2;3r\x1b[?6h${keep}\x1b[?6l${restore}\x1b[Hx`],
  [`${name} outside the margins in origin mode`, `\x1b[4;5H${keep}\x1b[1;2r\x1b[?6h${restore}x`],
  [`${name} wrap and insert mode`, `\x1b[?7l\x1b[4h${keep}\x1b[?7h\x1b[4l${restore}abcdefghijkl\rxy`],
  [`${name} while lines scroll`, `ab${keep}\r\n1\r\n2\r\n3\r\n4\r\n5${restore}x`],
  [`${name} protection`, `\x1b[1"q${keep}\x1b[0"q${restore}x\x1b[H\x1b[?J`],
  [`${name} then a smaller and a larger size`, `\x1b[4;9H${keep}`, [5, 2], `${restore}x`, [12, 6], `${restore}y`],
  [`${name} on each screen`, `\x1b[2;2H${keep}\x1b[?1049h\x1b[3;3H${keep}\x1b[H${restore}x\x1b[?1049l${restore}y`],
]).concat([
  ["restoring what was never saved", "\x1b[2;3H\x1b[31m\x1b8x"],
  ["restoring twice", "\x1b[2;3H\x1b7\x1b[H\x1b8x\x1b8y"],
  ["DECSTR forgets it", "\x1b[2;3H\x1b[31m\x1b7\x1b[!p\x1b8x"],
  ["RIS forgets it", "\x1b[2;3H\x1b[31m\x1b7\x1bc\x1b8x"],
  ["SCOSC with parameters", "\x1b[2;3H\x1b[1;2s\x1b[H\x1b[9ux"],
  ["kitty keyboard protocol is not SCORC", "\x1b[2;3H\x1b7\x1b[H\x1b[>1ux\x1b[<uy\x1b[=1;1uz\x1b[?uw"],
]));

export const cases = [...moving, ...margins, ...tabs, ...saved];
