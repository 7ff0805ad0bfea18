/**
 * Where a screen of the server is meant to differ from xterm.js. Each entry says what, and why it is right.
 *   prepare(core)    removes the behaviour from the xterm that is compared with
 *   normalise(text)  applied to the states of both sides when they differ
 *   avoid            a pattern of bytes; programs that hold them are not compared
 */
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
    normalise: text => text.replaceAll("crffffff", ""),
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
];
