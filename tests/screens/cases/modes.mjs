/** Modes, resets, the alternate screen, titles, and strings that change nothing that is seen. */
import { each, full, history, table } from "./table.mjs";

const known = [1, 2, 3, 5, 6, 7, 8, 9, 12, 25, 40, 45, 47, 66, 67, 69, 80, 95, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1010, 1015, 1016, 1034, 1035, 1036, 1039,
  1042, 1045, 1047, 1048, 1049, 1070, 2004, 2026, 2027, 2031, 2048, 9001, 99999];
const modes = table("mode", [
  ...each(known, mode => [`?${mode} on`, `ab\x1b[?${mode}hcd`]),
  ...each(known, mode => [`?${mode} on and off`, `ab\x1b[?${mode}hcd\x1b[?${mode}lef`]),
  ...each(known, mode => [`?${mode} off`, `ab\x1b[?${mode}lcd`]),
  ...each(known, mode => [`?${mode} kept and given back`, `\x1b[?${mode}h\x1b[?${mode}s\x1b[?${mode}l\x1b[?${mode}rx`]),
  ...each(known, mode => [`?${mode} through DECSTR`, `\x1b[?${mode}hab\x1b[!pcd`]),
  ...each(known, mode => [`?${mode} through RIS`, `\x1b[?${mode}hab\x1bccd`]),
  ...each([2, 3, 4, 12, 20], mode => [`${mode} on and off`, `ab\x1b[${mode}hcd\r\nef\x1b[${mode}l\ngh`]),
  ["several at once", "\x1b[?1;6;7;25;1000;1006;2004hab\x1b[?1;25;2004lcd"],
  ["several at once with unknown ones", "\x1b[?1;777;25l\x1b[4;99;20hab\ncd"],
  ["LNM and line feeds", "\x1b[20hab\ncd\x0bef\x0cgh\x1b[20l\nij"],
  ["LNM through DECSTR and RIS", "\x1b[20h\x1b[!pab\ncd\x1bcef\ngh"],
  ...each([9, 1000, 1002, 1003].flatMap(one => [9, 1000, 1002, 1003].map(other => [one, other])), ([one, other]) =>
    [`mouse ${one}, then ${other}, then ${one} off`, `\x1b[?${one}h\x1b[?${other}h\x1b[?${one}l`]),
  ...each([1005, 1006, 1015, 1016].flatMap(one => [1005, 1006, 1015, 1016].map(other => [one, other])), ([one, other]) =>
    [`encoding ${one}, then ${other}, then ${one} off`, `\x1b[?${one}h\x1b[?${other}h\x1b[?${one}l`]),
  ["keypad by ESC", "\x1b=a\x1b>b\x1b="],
  ["cursor keys and keypad through DECSTR", "\x1b[?1h\x1b=\x1b[!p"],
  ...each(["", "0", "1", "2", "3", "4", "5", "6"], style => [`DECSCUSR ${style}`, `\x1b[${style} qx`]),
  ["DECSCUSR through DECSTR and RIS", "\x1b[3 q\x1b[!px", "\x1b[5 q\x1bcx"],
  ["DECSTR", `${full}\x1b[1;31m\x1b(0\x1b[2;3r\x1b[?6h\x1b[?7l\x1b[4h\x1b[?25l\x1b[2;2H\x1b7\x1b[!pxq\x1b8y`],
  ["RIS", `${history}\x1b]2;t\x07\x1b[1;31m\x1b(0\x1b[2;3r\x1b[?6h\x1b[?7l\x1b[4h\x1b[?25l\x1b[?1000h\x1b[?2004h\x1b[2;2H\x1b7\x1bcxq\x1b8y`],
  ["RIS on the alternate screen", `${history}\x1b[?1049hab\x1bccd`],
  ["DECSCL and other conformance", "\x1b[61\"pa\x1b[62;1\"pb\x1b F\x1b Gc"],
  ["modifyOtherKeys and keyboard protocols", "\x1b[>4;2ma\x1b[>4mb\x1b[>1uc\x1b[=5;1ud\x1b[<ue"],
]);

const enter = ["47", "1047", "1049"];
const alternate = table("alternate screen", [
  ...enter.flatMap(one => enter.map(other => [`${one} in, ${other} out`, `ab\x1b[?${one}hcd\x1b[2;2Hef\x1b[?${other}lgh`])),
  ...each(enter, mode => [`${mode} twice in, twice out`, `ab\x1b[?${mode}h\x1b[?${mode}hcd\x1b[?${mode}l\x1b[?${mode}lef`]),
  ...each(enter, mode => [`${mode} out without in`, `\x1b[2;2H\x1b7\x1b[Hab\x1b[?${mode}lcd`]),
  ...each(enter, mode => [`${mode} with a background`, `ab\x1b[44m\x1b[?${mode}hcd\x1b[?${mode}lef`]),
  ...each(enter, mode => [`${mode} is empty the second time`, `ab\x1b[?${mode}hcd\x1b[?${mode}l\x1b[?${mode}h`]),
  ...each(enter, mode => [`${mode} with margins`, `\x1b[2;3r\x1b[?${mode}h\x1b[1;2r\x1b[?${mode}l\x1b[4;1Hx\ny`]),
  ...each(enter, mode => [`${mode} with scrollback`, `${history}\x1b[?${mode}h${history}\x1b[3J\x1b[?${mode}lx`]),
  ...each(enter, mode => [`${mode} with a saved cursor`, `\x1b[2;2H\x1b7\x1b[?${mode}h\x1b[3;3H\x1b7\x1b[?${mode}l\x1b8x\x1b[?${mode}h\x1b8y`]),
  ["no scrollback", `\x1b[?1049h${history}`],
  ["1048 on its own", "\x1b[2;3H\x1b[?1048h\x1b[H\x1b[?1048lx"],
  ["1049 keeps the pen and the set", "\x1b[31m\x1b(0\x1b[?1049hq\x1b[32m\x1b(Bq\x1b[?1049lq"],
  ["several modes in one sequence", "ab\x1b[?1049;25;1000hcd\x1b[?1049;25;1000lef"],
  ["modes go over with it", "\x1b[?7l\x1b[4h\x1b[?1049hab\x1b[?7h\x1b[4l\x1b[?1049lcd"],
  ["a wrapped line on both", "0123456789ab\x1b[?1049h0123456789ab\x1b[?1049lcd"],
  ["ED 2 and 3 on it", `${history}\x1b[?1049hab\x1b[2J\x1b[3Jcd\x1b[?1049l`],
]);

const title = text => `\x1b]2;${text}\x07`;
const titles = table("title", [
  ["OSC 0, 1 and 2", "\x1b]0;a\x07\x1b]1;b\x07\x1b]2;c\x07"],
  ["OSC 1 is the icon's", "\x1b]2;a\x07\x1b]1;b\x07"],
  ["empty", `${title("a")}${title("")}`],
  ["without a value", `${title("a")}\x1b]2\x07`],
  ["with ST", "\x1b]2;a\x1b\\x"],
  ["with semicolons and letters beyond ASCII", title("a;b;中é😀")],
  ["control characters inside", "\x1b]2;a\x01b\nc\td\x7fe\x07x"],
  ["long", title("t".repeat(5000))],
  ["push and pop", `${title("a")}\x1b[22t${title("b")}\x1b[23t`],
  ...each(["22", "22;0", "22;1", "22;2", "22;3", "22;0;0"], push => [`pushed by ${push}, popped by 23;2`, `${title("a")}\x1b[${push}t${title("b")}\x1b[23;2t`]),
  ...each(["23", "23;0", "23;1", "23;2", "23;3"], pop => [`popped by ${pop}`, `${title("a")}\x1b[22t${title("b")}\x1b[${pop}t`]),
  ["a pop of nothing", `${title("a")}\x1b[23t`],
  ["twelve deep", Array.from({ length: 12 }, (_, depth) => `${title(`t${depth}`)}\x1b[22t`).join(""), ...each(Array.from({ length: 9 }), () => "\x1b[23t"), "\x1b[23t", "\x1b[23t"],
  ["survives RIS and DECSTR", `${title("a")}\x1b[22t${title("b")}\x1b[!p\x1bc\x1b[23t`],
  ["cancelled", `${title("a")}\x1b]2;b\x18\x1b]2;c\x1a`],
  ["cut by ESC", `${title("a")}\x1b]2;b\x1b[31mx`],
]);

const silent = ["4;1;#ff0000", "4;1;?", "4;1;rgb:1/2/3;2;?", "5;0;?", "7;file://host/tmp", "9;hello", "9;4;1;50", "10;#ffffff", "10;?", "10;?;?;?", "11;rgb:0/0/0", "11;?", "12;red", "12;?", "13;?",
  "17;?", "19;?", "22;pointer", "50;font", "52;c;aGVsbG8=", "52;c;?", "99;i=1;hello", "104", "104;1", "105", "110", "111", "112", "117", "133;A", "133;D;0", "633;P;Cwd=/tmp", "777;notify;a;b",
  "1337;CurrentDir=/tmp", "7501;state=working", "abc", "", ";", "2147483648;x", "99999999999;x", "1a;x", "-1;x"];
const strings = table("string", [
  ...each(silent, text => [`OSC ${text}`, `ab\x1b]${text}\x07cd\x1b]${text}\x1b\\ef`]),
  ...each(["$qm", "$q\"p", "+q544e", "1;2qsixel", "tmux;\x1b\x1b[31m", "=1s", "1$r0m", ">|x", "{sp}0;1/abc", "!|00", "$t1"], text => [`DCS ${JSON.stringify(text)}`, `ab\x1bP${text}\x1b\\cd`]),
  ...each(["Gf=24;AAAA", "Ga=q,i=1;AAAA", "x\nyz", ""], text => [`APC ${JSON.stringify(text)}`, `ab\x1b_${text}\x1b\\cd`]),
  ...each(["x", "", "a\nb"], text => [`PM and SOS ${JSON.stringify(text)}`, `ab\x1b^${text}\x1b\\cd\x1bX${text}\x1b\\ef`]),
  ["DCS ended by BEL goes on", "ab\x1bPqxx\x07yy\x1b\\cd"],
  ["APC ended by BEL goes on", "ab\x1b_xx\x07yy\x1b\\cd"],
  ["very long strings", `ab\x1bPq${"x".repeat(9000)}\x1b\\cd\x1b_${"y".repeat(9000)}\x1b\\ef\x1b]52;c;${"z".repeat(9000)}\x07gh`],
  ["unfinished", "ab\x1b]2;title"],
  ["unknown CSI", "a\x1b[5zb\x1b[1;2wc\x1b[?5Wd\x1b[1$xe\x1b[1*zf\x1b[&vg\x1b[1;1H\x1b[!!ph"],
  ["unknown ESC", "a\x1bAb\x1bQc\x1bkd\x1blf\x1bme\x1b6g\x1b9h\x1b<i\x1b#9j\x1b&k\x1b l"],
  ["malformed CSI", "a\x1b[1;2?mb\x1b[?1?hc\x1b[ 1md\x1b[1 2me\x1b[<>mf\x1b[:mg\x1b[;;;;mh\x1b[1;:2mi"],
  ["queries show nothing", "a\x1b[cb\x1b[>cc\x1b[=cd\x1b[5ne\x1b[6nf\x1b[?6ng\x1b[?1$ph\x1b[4$pi\x1b[>qj\x1b[18tk\x1b[14tl\x1b[xm\x05n\x1bZo"],
  ["window operations", "a\x1b[1tb\x1b[2tc\x1b[3;1;1td\x1b[8;2;5te\x1b[9;1tf\x1b[10tg\x1b[24th\x1b[30ti"],
]);

export const cases = [...modes, ...alternate, ...titles, ...strings];
