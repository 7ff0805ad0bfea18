// How long a typed character takes to come back, through relay, host and terminal.

import { startCommand } from "../blackbox/support/sessions.mjs";
import { Terminal } from "../blackbox/support/terminal.mjs";
import { timed } from "./report.mjs";

/** Types one character at a time into a session of its own and waits for each to come back. */
export async function timesOfEcho(client, home, count) {
  const { id } = await startCommand(client, home, "stty raw -echo; printf ready; exec cat");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  const times = [];
  for (let index = 0; index < count; index++) {
    const due = terminal.received + 1;
    times.push(await timed(() => Promise.all([terminal.input("x"), terminal.waitForOffset(due)])));
  }
  return times;
}
