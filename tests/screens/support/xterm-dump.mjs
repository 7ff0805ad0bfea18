/**
 * The state of an xterm as text, one fact a line. Orchestrator.ScreenHost makes the same text of a screen of the
 * server (ScreenDump.cs, StyleText.cs): a change here is a change there.
 *
 * A line of a buffer begins with "+" when it continues the one above it. Then come its cells up to the last one that is
 * not empty in the default style. Characters below 32 stand in no cell, so they say what text alone cannot:
 * 1 an empty cell, 2 the next cell is wide, 3 the cell behind a wide one, 4…5 several code points in one cell,
 * 6 the next cell has text but no width, 14…15 the style of what follows.
 */
const mouseModes = { NONE: 0, X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 };
const mouseEncodings = { DEFAULT: 0, SGR: 1006, SGR_PIXELS: 1016 };
const cursorShapes = { block: 1, underline: 3, bar: 5 };

// Bits of a cell, as in xterm's buffer/Constants.ts.
const combined = 0x200000;
const codePoint = 0x1fffff;
const widthShift = 22;
const emptyCell = 1 << widthShift;
const colorMode = 0x3000000;
const rgb = 0xffffff;
const extended = 0x10000000;
const underlined = 0x10000000;
const foregroundFlags = [[0x8000000, "B"], [0x20000000, "K"], [0x4000000, "V"], [0x40000000, "H"], [0x80000000, "S"]];
const backgroundFlags = [[0x8000000, "F"], [0x4000000, "I"], [0x40000000, "O"], [0x20000000, "P"]];
const letterOrder = "BFIKVHSOP";

/** @param core the inside of a terminal: `terminal._core` @param {(set: object) => string} final names a character set */
export function dump(core, final) {
  const { normal, alt, active } = core.buffers;
  const input = core._inputHandler;
  const charsets = core._charsetService;
  const text = [
    `size ${core.cols} ${core.rows}`,
    `title ${input._windowTitle}`,
    `titles ${input._windowTitleStack.join("\t")}`,
    `pen ${styleText(core, input._curAttrData.fg, input._curAttrData.bg, input._curAttrData.extended)}`,
    `charset ${final(charsets.charset)} level ${charsets.glevel} designated ${[0, 1, 2, 3].map(g => final(charsets._charsets[g])).join("")}`,
    modes(core),
  ];
  addBuffer(text, core, "normal", normal, normal === active, final);
  addBuffer(text, core, "alternate", alt, alt === active, final);
  return `${text.join("\n")}\n`;
}

function modes({ coreService, coreMouseService, optionsService }) {
  const { modes: ansi, decPrivateModes: dec } = coreService;
  const shown = {
    4: ansi.insertMode, 20: optionsService.rawOptions.convertEol, "?1": dec.applicationCursorKeys, "?6": dec.origin,
    "?7": dec.wraparound, "?12": optionsService.rawOptions.cursorBlink, "?25": !coreService.isCursorHidden,
    "?45": dec.reverseWraparound, "?66": dec.applicationKeypad, "?1004": dec.sendFocus, "?2004": dec.bracketedPasteMode,
    "?2026": dec.synchronizedOutput,
  };
  // Numbers as keys would come first: the order is that of the other side.
  const order = ["4", "20", "?1", "?6", "?7", "?12", "?25", "?45", "?66", "?1004", "?2004", "?2026"];
  const cursor = dec.cursorStyle === undefined ? 0 : cursorShapes[dec.cursorStyle] + (dec.cursorBlink ? 0 : 1);
  return `modes ${order.map(mode => `${mode}=${shown[mode] ? 1 : 0}`).join(" ")} mouse=${mouseModes[coreMouseService.activeProtocol]} ` +
    `encoding=${mouseEncodings[coreMouseService.activeEncoding]} cursor=${cursor}`;
}

function addBuffer(text, core, name, buffer, isActive, final) {
  const { fg, bg } = buffer.savedCurAttrData;
  text.push(`${name} saved x=${buffer.savedX} y=${buffer.savedY} charset=${final(buffer.savedCharset)} pen ${savedStyleText(fg, bg)}`);
  if (name === "alternate" && !isActive) return;

  const tabs = Object.keys(buffer.tabs).filter(column => Number(column) < core.cols);
  text.push(`${name} margins ${buffer.scrollTop} ${buffer.scrollBottom}`, `${name} tabs ${tabs.join(" ")}`);
  if (isActive) text.push(`${name} cursor x=${buffer.x} y=${buffer.y}`);
  text.push(`${name} lines ${buffer.lines.length} top ${buffer.ybase}`);
  for (let index = 0; index < buffer.lines.length; index++) text.push(lineText(core, buffer.lines.get(index)));
}

function lineText(core, line) {
  const { _data: data, _extendedAttrs: attributes, _combined: clusters } = line;
  let text = line.isWrapped ? "+" : " ";
  let current = "";
  let empty = 0;
  const columns = Math.min(core.cols, line.length);
  for (let column = 0; column < columns; column++) {
    const content = data[3 * column];
    const fg = data[3 * column + 1];
    const bg = data[3 * column + 2];
    const style = fg === 0 && bg === 0 ? "" : styleText(core, fg, bg, attributes[column]);
    if (content === emptyCell && style === "") {
      empty++;
      continue;
    }
    if (empty > 0) {
      if (current !== "") text += "\x0e\x0f";
      current = "";
      text += "\x01".repeat(empty);
      empty = 0;
    }
    if (style !== current) text += `\x0e${style}\x0f`;
    current = style;
    text += cellText(content, clusters[column]);
  }
  return text;
}

function cellText(content, cluster) {
  const width = content >> widthShift;
  if ((content & (codePoint | combined)) === 0) return ["\x03", "\x01", "\x02\x01", "\x02\x01"][width];
  const mark = ["\x06", "", "\x02", "\x07"][width];
  return mark + (content & combined ? `\x04${cluster}\x05` : String.fromCodePoint(content & codePoint));
}

function styleText(core, fg, bg, attributes) {
  const known = bg & extended ? attributes : undefined;
  const link = known?.urlId ? core._oscLinkService.getLinkData(known.urlId)?.uri ?? "" : "";
  // xterm shows a link with a dashed line, and says so in `underlineStyle`; what the program asked for is in `_ext`.
  const underline = (fg & underlined) === 0 ? 0 : known === undefined ? 1 : (known._ext >> 26) & 7;
  let text = colorText("f", fg) + colorText("b", bg);
  if (underline > 0) text += `u${underline}`;
  if (known !== undefined && (underline > 0 || link !== "")) text += colorText("c", known._ext);
  text += flagText(fg, bg);
  return link === "" ? text : `${text}L${link}`;
}

function savedStyleText(fg, bg) {
  return colorText("f", fg) + colorText("b", bg) + (fg & underlined ? "u" : "") + flagText(fg, bg);
}

function flagText(fg, bg) {
  if (((fg | bg) & ~(colorMode | rgb)) === 0) return "";
  const set = [...foregroundFlags.filter(([bit]) => fg & bit), ...backgroundFlags.filter(([bit]) => bg & bit)].map(([, letter]) => letter);
  return set.sort((one, other) => letterOrder.indexOf(one) - letterOrder.indexOf(other)).join("");
}

function colorText(use, value) {
  switch ((value & colorMode) >> 24) {
    case 0: return "";
    case 1: return `${use}a${(value & 0xff).toString(16)}`;
    case 2: return `${use}i${(value & 0xff).toString(16)}`;
    default: return `${use}r${(value & rgb).toString(16)}`;
  }
}
