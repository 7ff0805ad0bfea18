/**
 * Where a screen of the server is meant to differ from xterm.js. Each entry says what, and why it is right.
 *   prepare(core)    removes the behaviour from the xterm that is compared with
 *   normalise(text)  applied to the states of both sides when they differ
 *   avoid            matched against the bytes of a random stream, which is then left out
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
];
