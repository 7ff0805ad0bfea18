/** SGR, hyperlinks and character sets: what a character looks like. */
import { each, table } from "./table.mjs";

const numbers = Array.from({ length: 111 }, (_, number) => number);
const styles = table("SGR", [
  ...each(numbers, number => [`${number}`, `\x1b[${number}mx\x1b[my`]),
  ...each(numbers, number => [`${number} ends what it ends`, `\x1b[1;2;3;4;5;7;8;9;53;31;42;58;5;7m\x1b[${number}mx`]),
  ...each(["", "0", "1", "2", "3", "4", "5", "6", "9", "1:2"], shape => [`4:${shape}`, `\x1b[4:${shape}mx\x1b[24my`]),
  ["an underline takes another shape", "\x1b[4:3ma\x1b[4mb\x1b[21mc\x1b[4:5md\x1b[4:0me"],
  ...each(["38", "48", "58"].flatMap(which => [
    `${which};5;1`, `${which};5;200`, `${which};5;256`, `${which};5;300`, `${which};5`, `${which};5;`, `${which}`, `${which};`, `${which};2`, `${which};2;1`, `${which};2;1;2`,
    `${which};2;1;2;3`, `${which};2;;;`, `${which};2;300;400;500`, `${which};2;1;2;3;1`, `${which};5;1;1`, `${which};3;1`, `${which};1;1`, `${which};0`, `${which};6;1;4`,
    `${which}:5:1`, `${which}:5:200`, `${which}:5`, `${which}:5:`, `${which}:5:1:2:3`, `${which}:5:300`, `${which}:2:1:2:3`, `${which}:2::1:2:3`, `${which}:2:9:1:2:3`,
    `${which}:2::1:2`, `${which}:2::1`, `${which}:2::`, `${which}:2`, `${which}:`, `${which}:2:1:2:3:4:5:6`, `${which}:2::1:2:3:0:1;1`, `${which}:2::::`, `${which}:3:1`,
    `${which};2:1:2:3`, `${which};5:1`, `${which}:5;1`, `${which}:2;1;2;3`, `${which}:5:1;1`, `1;${which};5;9;4`, `1;${which}:2::1:2:3;4`,
  ]), params => [params, `\x1b[4;${params}mx\x1b[my\x1b[4;31;42;58;5;3m\x1b[${params}mz`]),
  ["colours end alone", "\x1b[31;42;58;5;3;4ma\x1b[39mb\x1b[49mc\x1b[59md"],
  ["bright after RGB", "\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[91;101mb\x1b[38;5;7;48;5;8mc\x1b[32;43md"],
  ["several in one", "\x1b[1;3;4;31mab\x1b[22;23;24;39mc"],
  ["empty ones are 0", "\x1b[1;31ma\x1b[;mb\x1b[1;;3mc\x1b[1;mc"],
  ["unknown ones do nothing", "\x1b[1;77;1000;999999mx"],
  ["subparameters where none belong", "\x1b[1:2;3:4mx\x1b[31:1my\x1b[0:1mz"],
  ["32, 33 and 40 parameters", ...each([32, 33, 40], count => `\x1b[${"1;".repeat(count - 1)}31mx\x1b[m`)],
  ["very many subparameters", `\x1b[4${":1".repeat(40)};31mx`],
  ["prefixes and intermediates are other sequences", "\x1b[>4;1ma\x1b[?1mb\x1b[=1mc\x1b[1 md\x1b[>4me\x1b[<1mf"],
  ["the pen survives lines and erasing", "\x1b[7;31mab\r\ncd\x1b[2Jef"],
  ["a blank and an erased cell differ", "\x1b[41;4m \x1b[K"],
]);

const link = (address, params = "") => `\x1b]8;${params};${address}\x1b\\`;
const links = table("link", [
  ["a link", `a${link("http://a")}b${link("")}c`],
  ["with BEL", "\x1b]8;;http://a\x07b\x1b]8;;\x07c"],
  ["with an id", `${link("http://a", "id=1")}b${link("")}c${link("http://a", "id=1")}d`],
  ["with an id and other parameters", `${link("http://a", "x=y:id=1:z")}b`],
  ["with an empty id", `${link("http://a", "id=")}b`],
  ["one after another", `${link("http://a")}b${link("http://b")}c${link("http://b", "id=1")}d`],
  ["over two lines", `${link("http://a")}0123456789abc\r\nd${link("")}`],
  ["with an underline", `${link("http://a")}\x1b[4:3ma\x1b[24mb${link("")}c`],
  ["survives SGR 0", `${link("http://a")}\x1b[1ma\x1b[mb`],
  ["ends with RIS and DECSTR", `${link("http://a")}a\x1b[!pb${link("http://a")}\x1bcc`],
  ["semicolons in the address", `${link("http://a;b;c")}x`],
  ["letters beyond ASCII", `${link("http://ä/中")}x`],
  ["no second semicolon", "\x1b]8\x07a\x1b]8;\x07b\x1b]8;id=1\x07c"],
  ["an id and no address", `${link("http://a")}a${link("", "id=1")}b`],
  ["a very long address", `${link(`http://${"a".repeat(3000)}`)}x`],
  ["erasing takes none", `${link("http://a")}abc\x1b[1;2H\x1b[X\x1b[K\n\x1b[J`],
  ["inserting and deleting", `${link("http://a")}abc\x1b[1;2H\x1b[@${link("")}\x1b[4hx`],
  ["a wide character and its second half", `${link("http://a")}中${link("")}x`],
  ["on the alternate screen", `${link("http://a")}a\x1b[?1049hb${link("")}c\x1b[?1049ld`],
  ["its first line goes", `${link("http://a")}a\r\nb\r\n\x1b[1;1H\x1b[2K\x1b[2;1Hc`],
  ["its lines scroll inside margins", `\x1b[2;4r\x1b[2;1H${link("http://a")}ab\r\ncd${link("")}\x1b[4;1H\n\n\x1b[2;1H\x1b[2K`],
  ["the underline colour shows with it", `${link("http://a")}\x1b[58;5;3ma\x1b[59mb`],
]);

const designators = [..."0ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890=<>`fz"];
const ascii = "`abcdefghijklmnopqrstuvwxyz{|}~_^]\\[@#!";
const charsets = table("character set", [
  ...each(designators, set => [`${set} as G0`, [40, 2], `\x1b(${set}${ascii}`]),
  ...each([..."()*+-./"], slot => [`slot ${slot} takes graphics`, `\x1b${slot}0q\x0eq\x1bnq\x1boq\x0fq`]),
  ["SO and SI", "\x1b)0q\x0eq\x0fq"],
  ["LS2 and LS3", "\x1b*0\x1b+Aq#\x1bnq#\x1boq#\x0fq#"],
  ["right locking shifts", "\x1b)0\x1b*A\x1b+0q\x1b~q\x1b}#\x1b|q\x0fq"],
  ["single shifts", "\x1b*0q\x1bNq\x1bOqq"],
  ["single shifts as C1", "\x1b*0q\u008eq\u008fqq"],
  ["designating the one in use", "\x0e\x1b)0q\x1b)Bq"],
  ["graphics leave the rest alone", "\x1b(0ABC xyz中é\x7f~"],
  ["ESC % @ and ESC % G", "\x1b(0\x0eq\x1b%@q\x1b(0q\x1b%Gq"],
  ["?2 designates ASCII everywhere", "\x1b(0\x1b)0\x1b[?2hq\x0eq"],
  ["two-byte designators", "\x1b(%5q\x1b(\"4q\x1b($Bq"],
  ["unknown designators keep what was", "\x1b(0\x1b(uq\x1b(~q"],
  ["DECSTR and RIS end them", "\x1b(0\x1b[!pq\x1b(0\x1bcq"],
  ["each screen uses the same", "\x1b(0\x1b[?1049hq\x1b(B\x1b[?1049lq"],
  ["of a box", "\x1b(0lqqk\r\nx  x\r\nmqqj\x1b(B"],
]);

export const cases = [...styles, ...links, ...charsets];
