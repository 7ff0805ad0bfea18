// The engine of VS Code's terminal, without its display.

import xterm from "@xterm/headless";
import { Columns, Rows } from "../corpora/size.mjs";
import { timed } from "../report.mjs";
import { portionsOf } from "./portions.mjs";

/** Milliseconds that a new terminal takes to read all bytes. */
export async function timeOfXterm(bytes) {
  const terminal = new xterm.Terminal({ cols: Columns, rows: Rows, scrollback: 1000, allowProposedApi: true });
  const time = await timed(() => {
    const writes = [];
    for (const portion of portionsOf(bytes)) writes.push(new Promise(resolve => terminal.write(portion, resolve)));
    return Promise.all(writes);
  });
  terminal.dispose();
  return time;
}
