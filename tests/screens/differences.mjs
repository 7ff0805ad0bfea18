/**
 * Where a screen of the server is meant to differ from xterm.js. Each entry says what, and why it is right.
 *   prepare(core)  removes the behaviour from the xterm that is compared with
 *   avoid          a pattern of bytes; programs that hold them are not compared
 */
const colorBits = 0x3ffffff;

// What asks something; bytes as characters.
const queries = /(?:\x1b\[|\xc2\x9b)[>=?]?[\d;:]*(?:[cnqutxSyw]|\$[pw]|\*y)|\x1bZ|\x05|(?:\x1b\]|\xc2\x9d)[^\x07\x1b]*[?lt][^\x07\x1b]*(?:\x07|\x1b\\|\xc2\x9c)?|\x1b[P_][^\x1b]*(?:\x1b\\|\xc2\x9c)?/;

export const differences = [
  {
    id: "link-forgotten",
    what: "xterm.js forgets the address of a link whose cells are still there",
    why: "OscLinkService ties an address to markers of the lines it was printed in. Erasing such a line, or scrolling it " +
      "inside margins, drops the marker although cells elsewhere still carry the link.",
    prepare(core) {
      core._oscLinkService._removeMarkerFromLink = () => {};
    },
  },
  {
    id: "erase-above-throws",
    what: "xterm.js throws at ED 1 in the last column of the last row while there is no scrollback",
    why: "eraseInDisplay ends the wrap of the line below the cursor without asking whether there is one. What followed in " +
      "the same write would be lost with it.",
    prepare(core) {
      const input = core._inputHandler;
      const erase = input.eraseInDisplay;
      input.eraseInDisplay = function eraseInDisplay(...args) {
        const { lines } = core.buffers.active;
        lines.get = index => Object.getPrototypeOf(lines).get.call(lines, index) ?? {};
        try {
          return erase.apply(this, args);
        } finally {
          delete lines.get;
        }
      };
    },
  },
  {
    id: "mark-behind-the-edge",
    what: "in xterm.js a combining character with nothing to stand on, printed while a wrap is pending, moves the cursor out of the screen",
    why: "print counts a column for every character that joins no other, also for those without width.",
    prepare(core) {
      const input = core._inputHandler;
      const print = input.print;
      input.print = function printInside(...args) {
        print.apply(this, args);
        const { active } = core.buffers;
        active.x = Math.min(active.x, core.cols);
      };
    },
  },
  {
    id: "print-by-writes",
    what: "without wrapping, what xterm.js does with a wide character in the last column depends on how its writes are cut",
    why: "print looks at the cell before the cursor once for a run of text, not for each character. The result for single " +
      "characters is the one that does not depend on chance. It also leaves half of a wide character behind where the last " +
      "column is overwritten, and puts the marks of a wide character that found no room onto the one before it.",
    prepare(core) {
      const input = core._inputHandler;
      const print = input.print;
      input.print = function printEach(data, start, end) {
        for (let position = start; position < end; position++) {
          emptyCutCharacter(this, core, data[position]);
          if (!isLost(this, core, data[position])) print.call(this, data, position, position + 1);
        }
      };
      const repeat = input.repeatPrecedingCharacter;
      input.repeatPrecedingCharacter = function repeatUnlessLost(...args) {
        return this._parser.precedingJoinState === lost || repeat.apply(this, args);
      };
    },
  },
  {
    id: "underline-colour-white",
    what: "xterm.js takes SGR 59 for a white underline",
    why: "charAttributes stores -1 for \"none\", of which the bits of a colour keep white. Nobody means white by it.",
    prepare(core) {
      Object.defineProperty(Object.getPrototypeOf(core._inputHandler._curAttrData.extended), "underlineColor", {
        configurable: true,
        get() { return this._ext & colorBits; },
        set(value) { this._ext = (this._ext & ~colorBits) | (value === -1 ? 0 : value & colorBits); },
      });
    },
  },
  {
    id: "alternate-scrollback",
    what: "the alternate screen of xterm.js keeps scrollback when the terminal became smaller before it was shown",
    why: "Buffer.resize lowers the number of lines that are kept only while the buffer holds lines. The alternate screen " +
      "has no scrollback, and what a viewer did earlier is not known here.",
    prepare(core) {
      const { buffers } = core;
      const resize = buffers.resize;
      buffers.resize = function resizeBoth(columns, rows) {
        resize.call(this, columns, rows);
        if (this.alt.lines.length === 0) this.alt.lines.maxLength = rows;
      };
    },
  },
  {
    id: "alternate-overhang",
    what: "xterm.js keeps the cells of the alternate screen beyond a narrower right edge, and DCH and a wider size bring them back",
    why: "Buffer.resize cuts the lines of a buffer that reflows only. Programs draw the alternate screen anew at each size.",
    prepare(core) {
      const { buffers } = core;
      const resize = buffers.resize;
      buffers.resize = function resizeAndCut(columns, rows) {
        resize.call(this, columns, rows);
        for (let index = 0; index < this.alt.lines.length; index++) this.alt.lines.get(index).resize(columns, this.alt.getNullCell());
      };
    },
  },
  {
    id: "queries-leave-no-trace",
    what: "a combining character or REP right behind a query goes to the character before the query",
    why: "Viewers never see the query, so for them nothing stands in between; the screen is what they show.",
    avoid: new RegExp(`(?:${queries.source})\x7f*(?:(?:\x1b\\[|\xc2\x9b)\\d*b|[\x80-\xff])`, "s"),
  },
  {
    id: "hidden-tab-stops",
    what: "tab stops beyond the last column are forgotten; HTS and TBC while a wrap is pending mean the last column",
    why: "xterm.js keeps stops of columns that are gone, and one in the column behind the last. No program can see them, and no " +
      "other terminal could be brought to have them.",
    prepare(core) {
      const { buffers } = core;
      const input = core._inputHandler;
      const resize = buffers.resize;
      buffers.resize = function resizeAndForget(columns, rows) {
        for (const { tabs } of [this.normal, this.alt]) for (const column of Object.keys(tabs)) if (column >= columns) delete tabs[column];
        resize.call(this, columns, rows);
      };
      for (const name of ["tabSet", "tabClear"]) {
        const change = input[name];
        input[name] = function inLastColumn(...args) {
          const buffer = core.buffers.active;
          const { x } = buffer;
          buffer.x = Math.min(x, core._bufferService.cols - 1);
          try {
            return change.apply(this, args);
          } finally {
            buffer.x = x;
          }
        };
      }
    },
  },
  {
    id: "mark-on-nothing",
    what: "a combining character that would join an empty cell is lost",
    why: "The cell before the cursor is empty only when a new size moved the cursor or the character. addCodepointToCell then " +
      "makes a cell that no output can make again.",
    prepare(core) {
      const line = Object.getPrototypeOf(core.buffers.normal.lines.get(0));
      const add = Object.hasOwn(line, "addToContent") ? line.addToContent : line.addCodepointToCell;
      line.addToContent = add;
      line.addCodepointToCell = function addUnlessEmpty(index, ...args) {
        if (this.hasContent(index)) add.call(this, index, ...args);
      };
    },
  },
  {
    id: "size-ends-joining",
    what: "a combining character or REP behind a new size that moved the cursor has nothing to go to",
    why: "xterm.js takes the character that is before the cursor then, which is not the one that was printed.",
    prepare(core) {
      const { buffers } = core;
      const resize = buffers.resize;
      buffers.resize = function resizeAndForget(columns, rows) {
        const { x } = this.active;
        resize.call(this, columns, rows);
        if (this.active.x !== x) core._inputHandler._parser.precedingJoinState = 0;
      };
    },
  },
  {
    id: "align-everything",
    what: "DECALN fills the whole screen, also in origin mode",
    why: "xterm.js begins at the upper margin and goes on beyond the last line, into the scrollback. DECALN fills the screen (ctlseqs, ESC # 8).",
    prepare(core) {
      const input = core._inputHandler;
      const align = input.screenAlignmentPattern;
      input.screenAlignmentPattern = function alignEverything(...args) {
        const { decPrivateModes } = core.coreService;
        const { origin } = decPrivateModes;
        decPrivateModes.origin = false;
        const result = align.apply(this, args);
        decPrivateModes.origin = origin;
        this._setCursor(0, 0);
        return result;
      };
    },
  },
  {
    id: "marks-copied-over",
    what: "laying lines out anew, xterm.js overwrites combining characters behind the cells that it copies",
    why: "BufferLine.copyCellsFrom takes along all combined characters from the first cell on, not only those of the cells it copies.",
    prepare(core) {
      const line = Object.getPrototypeOf(core.buffers.normal.lines.get(0));
      const copy = Object.hasOwn(line, "copyCells") ? line.copyCells : line.copyCellsFrom;
      line.copyCells = copy;
      line.copyCellsFrom = function copyOnly(source, from, to, length, inReverse) {
        const [kept, marks] = [{ ...this._combined }, { ...source._combined }];
        copy.call(this, source, from, to, length, inReverse);
        for (let index = 0; index < length; index++) delete kept[to + index];
        for (let index = 0; index < length; index++) if (from + index in marks) kept[to + index] = marks[from + index];
        this._combined = kept;
      };
    },
  },
  {
    id: "saved-outside",
    what: "a saved cursor that scrolled out of the screen comes back into it at a new size",
    why: "restoreCursor brings it back into the screen anyway. xterm.js counts its row from the oldest line and moves it with " +
      "lines that are laid out anew, wherever they are.",
    prepare(core) {
      const { buffers } = core;
      const resize = buffers.resize;
      buffers.resize = function resizeAndRestrict(columns, rows) {
        for (const buffer of [this.normal, this.alt]) restrictSaved(buffer, buffer._rows);
        resize.call(this, columns, rows);
        for (const buffer of [this.normal, this.alt]) restrictSaved(buffer, rows);
      };
      const input = core._inputHandler;
      const erase = input.eraseInDisplay;
      input.eraseInDisplay = function eraseAndMove(...args) {
        const buffer = core.buffers.active;
        const before = buffer.ybase;
        const result = erase.apply(this, args);
        if (buffer.ybase < before) buffer.savedY = Math.max(buffer.savedY - (before - buffer.ybase), 0);
        return result;
      };
    },
  },
  {
    id: "half-characters",
    what: "after a new size, or when cells are inserted, xterm.js keeps halves of wide characters",
    why: "Buffer.resize cuts lines without looking at what stands at their end. Half a character cannot be printed, so no " +
      "other terminal could be brought into that state.",
    prepare(core) {
      const { buffers } = core;
      const resize = buffers.resize;
      buffers.resize = function resizeAndEmpty(columns, rows) {
        resize.call(this, columns, rows);
        for (const { lines } of [this.normal, this.alt]) {
          for (let index = 0; index < lines.length; index++) emptyHalves(lines.get(index), columns, this.normal.getNullCell());
        }
      };
      const line = Object.getPrototypeOf(buffers.normal.lines.get(0));
      const insert = Object.hasOwn(line, "insertWithHalves") ? line.insertWithHalves : line.insertCells;
      line.insertWithHalves = insert;
      line.insertCells = function insertAndEmpty(position, count, fill) {
        insert.call(this, position, count, fill);
        const behind = (position % this.length) + count;
        if (behind < this.length && this.getWidth(behind) === 0 && !this.hasContent(behind)) this.setCell(behind, fill);
      };
    },
  },
  {
    id: "beyond-xterm",
    what: "left and right margins (?69), extended reverse wrapping (?1045) and grapheme clusters (?2027)",
    why: "xterm.js does not know these modes.",
    avoid: /(?:\x1b\[|\xc2\x9b)\?(?:\d*;)*(?:69|1045|2027)(?:;\d*)*h/,
  },
  {
    id: "saved-underline",
    what: "DECSC keeps the shape and colour of an underline here, and DECRC leaves the link alone; xterm.js mixes them up",
    why: "restoreCursor brings back the flags that say there is an underline or a link, but not what they are about: an " +
      "underline is lost, or a link that goes on is not shown until the next SGR.",
    prepare(core) {
      const input = core._inputHandler;
      const { saveCursor, restoreCursor, softReset } = input;
      const kept = new WeakMap();
      input.saveCursor = function saveAll(...args) {
        kept.set(core.buffers.active, this._curAttrData.extended.clone());
        return saveCursor.apply(this, args);
      };
      input.restoreCursor = function restoreAll(...args) {
        const pen = this._curAttrData;
        const link = pen.extended.urlId;
        const done = restoreCursor.apply(this, args);
        pen.extended = kept.get(core.buffers.active)?.clone() ?? new pen.extended.constructor();
        pen.extended.urlId = link;
        pen.updateExtended();
        return done;
      };
      input.softReset = function resetAll(...args) {
        kept.delete(core.buffers.active);
        return softReset.apply(this, args);
      };
    },
  },
  {
    id: "reset-leaves-modes",
    what: "xterm.js keeps LNM, cursor blinking and a hidden cursor through RIS",
    why: "reset brings back the modes of CoreService; these three are kept elsewhere. RIS resets all (ctlseqs, Full Reset).",
    prepare(core) {
      const input = core._inputHandler;
      const { fullReset } = input;
      input.fullReset = function resetAll(...args) {
        core.coreService.isCursorHidden = false;
        Object.assign(core.optionsService.options, { convertEol: false, cursorBlink: false });
        return fullReset.apply(this, args);
      };
    },
  },
  {
    id: "origin-drift",
    what: "in origin mode CUU, CUD, CUF, CUB, HPR, VPR, CHA and HPA of xterm.js move the cursor down by the upper margin",
    why: "They pass the row of the cursor to _setCursor, which counts rows from the upper margin in that mode.",
    prepare(core) {
      const input = core._inputHandler;
      const top = () => (core.coreService.decPrivateModes.origin ? core.buffers.active.scrollTop : 0);
      input._moveCursor = function moveCursor(x, y) {
        this._restrictCursor();
        this._setCursor(this._activeBuffer.x + x, this._activeBuffer.y + y - top());
      };
      input.cursorCharAbsolute = input.charPosAbsolute = function toColumn({ params }) {
        this._setCursor((params[0] || 1) - 1, this._activeBuffer.y - top());
        return true;
      };
    },
  },
  {
    id: "repeat-limit",
    what: "REP repeats at most as often as the screen has cells",
    why: "xterm.js has no limit: a count of 2,147,483,647 keeps it busy until its memory ends.",
    prepare(core) {
      const input = core._inputHandler;
      const repeat = input.repeatPrecedingCharacter;
      input.repeatPrecedingCharacter = function repeatSome({ params }) {
        return repeat.call(this, { params: [Math.min(params[0] || 1, core.cols * core.rows)] });
      };
    },
  },
  {
    id: "long-titles-and-links",
    what: "titles and addresses beyond a limit have no effect, and viewers do not see them",
    why: "xterm.js takes up to ten million characters of them, which would have to be kept and sent in each snapshot.",
    avoid: /\x1b\][028];[^\x07\x1b]{1000}/,
  },
  {
    id: "links-to-anything",
    what: "links whose scheme no viewer follows have no effect, and viewers do not see them",
    why: "xterm.js takes any address and leaves it to whoever opens it.",
    avoid: /(?:\x1b\]|\xc2\x9d)8;[^;\x07\x1b]*;(?!(?:https?|file|mailto|vscode(?:-insiders)?):)[^\x07\x18\x1a\x1b\xc2]/i,
  },
];

function emptyHalves(line, columns, empty) {
  if (line.getWidth(0) === 0 && !line.hasContent(0)) line.setCell(0, empty);
  if (line.getWidth(columns - 1) === 2) line.setCell(columns - 1, empty);
}

// Without wrapping the last column is overwritten; a wide character that ends there is lost.
function emptyCutCharacter(input, core, code) {
  const buffer = core.buffers.active;
  const { cols } = core._bufferService;
  if (core.coreService.decPrivateModes.wraparound || buffer.x < cols || core.unicodeService.wcwidth(code) === 0) return;
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  if (line.getWidth(cols - 2) === 2) line.setCellFromCodepoint(cols - 2, 0, 1, input._curAttrData);
}

// Stands in the parser for a character that found no room; the next control resets it.
const lost = 8;

function isLost(input, core, code) {
  const { cols } = core._bufferService;
  const width = core.unicodeService.wcwidth(code);
  if (width === 0) return input._parser.precedingJoinState === lost;
  if (core.coreService.decPrivateModes.wraparound || core.buffers.active.x + width <= cols || width < 2) return false;
  core.buffers.active.x = cols - 1;
  input._parser.precedingJoinState = lost;
  return true;
}

function restrictSaved(buffer, rows) {
  buffer.savedY = Math.min(Math.max(buffer.savedY, buffer.ybase), buffer.ybase + rows - 1);
}
