/** What xterm.js does otherwise when the terminal gets another size. */
import { around, aroundShared } from "./around.mjs";

export const resizing = [
  {
    id: "alternate-scrollback",
    what: "the alternate screen of xterm.js keeps scrollback when the terminal became smaller before it was shown",
    why: "Buffer.resize lowers the number of lines that are kept only while the buffer holds lines. The alternate screen " +
      "has no scrollback, and what a viewer did earlier is not known here.",
    prepare(core) {
      around(core.buffers, "resize", function resizeBoth(resize, columns, rows) {
        resize(columns, rows);
        if (this.alt.lines.length === 0) this.alt.lines.maxLength = rows;
      });
    },
  },
  {
    id: "alternate-overhang",
    what: "xterm.js keeps the cells of the alternate screen beyond a narrower right edge, and DCH and a wider size bring them back",
    why: "Buffer.resize cuts the lines of a buffer that reflows only. Programs draw the alternate screen anew at each size.",
    prepare(core) {
      around(core.buffers, "resize", function resizeAndCut(resize, columns, rows) {
        resize(columns, rows);
        for (let index = 0; index < this.alt.lines.length; index++) this.alt.lines.get(index).resize(columns, this.alt.getNullCell());
      });
    },
  },
  {
    id: "hidden-tab-stops",
    what: "tab stops beyond the last column are forgotten; HTS and TBC while a wrap is pending mean the last column",
    why: "xterm.js keeps stops of columns that are gone, and one in the column behind the last. No program can see them, and no " +
      "other terminal could be brought to have them.",
    prepare(core) {
      around(core.buffers, "resize", function resizeAndForget(resize, columns, rows) {
        for (const { tabs } of [this.normal, this.alt]) for (const column of Object.keys(tabs)) if (column >= columns) delete tabs[column];
        resize(columns, rows);
      });
      for (const name of ["tabSet", "tabClear"]) {
        around(core._inputHandler, name, function inLastColumn(change, ...args) {
          const buffer = core.buffers.active;
          const { x } = buffer;
          buffer.x = Math.min(x, core._bufferService.cols - 1);
          const done = change(...args);
          buffer.x = x;
          return done;
        });
      }
    },
  },
  {
    id: "size-ends-joining",
    what: "a combining character or REP behind a new size that moved the cursor has nothing to go to",
    why: "xterm.js takes the character that is before the cursor then, which is not the one that was printed.",
    prepare(core) {
      around(core.buffers, "resize", function resizeAndForget(resize, columns, rows) {
        const { x } = this.active;
        resize(columns, rows);
        if (this.active.x !== x) core._inputHandler._parser.precedingJoinState = 0;
      });
    },
  },
  {
    id: "marks-copied-over",
    what: "laying lines out anew, xterm.js overwrites combining characters behind the cells that it copies",
    why: "BufferLine.copyCellsFrom takes along all combined characters from the first cell on, not only those of the cells it copies.",
    prepare(core) {
      aroundShared(Object.getPrototypeOf(core.buffers.normal.lines.get(0)), "copyCellsFrom", function copyOnly(copy, source, from, to, length, inReverse) {
        const [kept, marks] = [{ ...this._combined }, { ...source._combined }];
        copy(source, from, to, length, inReverse);
        for (let index = 0; index < length; index++) delete kept[to + index];
        for (let index = 0; index < length; index++) if (from + index in marks) kept[to + index] = marks[from + index];
        this._combined = kept;
      });
    },
  },
  {
    id: "saved-outside",
    what: "a saved cursor that scrolled out of the screen comes back into it at a new size",
    why: "restoreCursor brings it back into the screen anyway. xterm.js counts its row from the oldest line and moves it with " +
      "lines that are laid out anew, wherever they are.",
    prepare(core) {
      around(core.buffers, "resize", function resizeAndRestrict(resize, columns, rows) {
        for (const buffer of [this.normal, this.alt]) restrictSaved(buffer, buffer._rows);
        resize(columns, rows);
        for (const buffer of [this.normal, this.alt]) restrictSaved(buffer, rows);
      });
      around(core._inputHandler, "eraseInDisplay", (erase, ...args) => {
        const buffer = core.buffers.active;
        const before = buffer.ybase;
        const result = erase(...args);
        if (buffer.ybase < before) buffer.savedY = Math.max(buffer.savedY - (before - buffer.ybase), 0);
        return result;
      });
    },
  },
];

function restrictSaved(buffer, rows) {
  buffer.savedY = Math.min(Math.max(buffer.savedY, buffer.ybase), buffer.ybase + rows - 1);
}
