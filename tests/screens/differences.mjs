/**
 * Where a screen of the server is meant to differ from xterm.js. Each entry says what, and why it is right.
 *   prepare(core)  removes the behaviour from the xterm that is compared with
 *   avoid          a pattern of bytes; programs that hold them are not compared
 */
const colorBits = 0x3ffffff;

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
      "characters is the one that does not depend on chance.",
    prepare(core) {
      const input = core._inputHandler;
      const print = input.print;
      input.print = function printEach(data, start, end) {
        for (let position = start; position < end; position++) print.call(this, data, position, position + 1);
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
