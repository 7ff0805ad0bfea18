/** Where characters end up otherwise than in xterm.js. */
import { around, aroundShared } from "./around.mjs";

export const printing = [
  {
    id: "mark-behind-the-edge",
    what: "in xterm.js a combining character with nothing to stand on, printed while a wrap is pending, moves the cursor out of the screen",
    why: "print counts a column for every character that joins no other, also for those without width.",
    prepare(core) {
      around(core._inputHandler, "print", (print, ...args) => {
        print(...args);
        const { active } = core.buffers;
        active.x = Math.min(active.x, core.cols);
      });
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
      around(input, "print", (print, data, start, end) => {
        for (let position = start; position < end; position++) {
          emptyCutCharacter(input, core, data[position]);
          if (!isLost(input, core, data[position])) print(data, position, position + 1);
        }
      });
      around(input, "repeatPrecedingCharacter", (repeat, ...args) => input._parser.precedingJoinState === lost || repeat(...args));
    },
  },
  {
    id: "mark-on-nothing",
    what: "a combining character that would join an empty cell is lost",
    why: "The cell before the cursor is empty only when a new size moved the cursor or the character. addCodepointToCell then " +
      "makes a cell that no output can make again.",
    prepare(core) {
      aroundShared(Object.getPrototypeOf(core.buffers.normal.lines.get(0)), "addCodepointToCell", function addUnlessEmpty(add, index, ...args) {
        if (this.hasContent(index)) add(index, ...args);
      });
    },
  },
  {
    id: "half-characters",
    what: "after a new size, or when cells are inserted, xterm.js keeps halves of wide characters",
    why: "Buffer.resize cuts lines without looking at what stands at their end. Half a character cannot be printed, so no " +
      "other terminal could be brought into that state.",
    prepare(core) {
      around(core.buffers, "resize", function resizeAndEmpty(resize, columns, rows) {
        resize(columns, rows);
        for (const { lines } of [this.normal, this.alt]) {
          for (let index = 0; index < lines.length; index++) emptyHalves(lines.get(index), columns, this.normal.getNullCell());
        }
      });
      aroundShared(Object.getPrototypeOf(core.buffers.normal.lines.get(0)), "insertCells", function insertAndEmpty(insert, position, count, fill) {
        insert(position, count, fill);
        const behind = (position % this.length) + count;
        if (behind < this.length && this.getWidth(behind) === 0 && !this.hasContent(behind)) this.setCell(behind, fill);
      });
    },
  },
];

// Without wrapping the last column is overwritten; a wide character that ends there is lost.
function emptyCutCharacter(input, core, code) {
  const buffer = core.buffers.active;
  const { cols } = core._bufferService;
  if (core.coreService.decPrivateModes.wraparound || buffer.x < cols || core.unicodeService.wcwidth(code) !== 1) return;
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

function emptyHalves(line, columns, empty) {
  if (line.getWidth(0) === 0 && !line.hasContent(0)) line.setCell(0, empty);
  if (line.getWidth(columns - 1) === 2) line.setCell(columns - 1, empty);
}
