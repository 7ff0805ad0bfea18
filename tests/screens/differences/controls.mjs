/** Controls that xterm.js obeys otherwise. */
const colorBits = 0x3ffffff;

export const controls = [
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
];
