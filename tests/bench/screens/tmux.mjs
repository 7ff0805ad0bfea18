// tmux, the multiplexer that is written in C, on a server of its own without any client.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Columns, Rows } from "../corpora/size.mjs";

const run = promisify(execFile);
const DeadlineMs = 120_000;

/**
 * Prints the file and then asks where the cursor is: the answer comes when everything before it was interpreted.
 * The clock is read inside the pane, so that the start of tmux and of the shell is not counted.
 */
const Script = `stty raw -echo
begin=$(date +%s%N)
cat "$CORPUS"
printf '\\033[6n'
head -c 1 > /dev/null
end=$(date +%s%N)
echo $((end - begin)) > "$RESULT"
tmux -L "$SERVER" wait-for -S done`;

/** The version, or undefined where tmux is not installed. */
export async function tmuxVersion() {
  try {
    return (await run("tmux", ["-V"])).stdout.trim().replace("tmux ", "");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Milliseconds that a new pane takes to read the file. */
export async function timeOfTmux(path) {
  const folder = mkdtempSync(join(tmpdir(), "orchestrator-bench-"));
  const server = `orchestrator-bench-${process.pid}`;
  const result = join(folder, "nanoseconds");
  const { TMUX: _, ...inherited } = process.env;
  const env = { ...inherited, LC_ALL: "C.UTF-8", TMUX_TMPDIR: folder, CORPUS: path, RESULT: result, SERVER: server };
  const tmux = (...args) => run("tmux", ["-L", server, "-f", "/dev/null", ...args], { env, timeout: DeadlineMs });
  try {
    await tmux("start-server", ";", "set-option", "-g", "history-limit", "1000", ";",
      "new-session", "-d", "-x", `${Columns}`, "-y", `${Rows}`, "/bin/sh", "-c", `${Script}; exec sleep 600`);
    await tmux("wait-for", "done");
    return Number(readFileSync(result, "utf8")) / 1e6;
  } finally {
    await tmux("kill-server");
    rmSync(folder, { recursive: true, force: true });
  }
}
