// A program that stands in for an agent which asks something of its own when it starts, in the words and with the keys of
// the real one.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeWithAgents, install } from "./fake-agents.mjs";

/**
 * A Node program that draws kimi's or claude's question of trust. It does with keys what the real one does, notes each of
 * them in `keys.txt` of its folder, and shows every prompt it is given: `<prompt "hello">`. How it differs from the real
 * one stands in MODE: `ready` asks nothing and, once it is at work, prints the words of the dialog; `deaf` notes keys and
 * does nothing; `other-folder` asks about another folder; `silent` does not report that it asks.
 */
const Program = `
const { appendFileSync } = require("node:fs");
const { basename } = require("node:path");
const agent = basename(process.argv[1]);
const mode = process.env.MODE ?? "";
const folder = mode === "other-folder" ? "/src/other" : process.cwd();
const report = words => { if (agent === "claude" && mode !== "silent") process.stdout.write("\\x1b]7501;" + words + "\\x07"); };
const show = lines => process.stdout.write("\\x1b[2J\\x1b[H" + lines.join("\\r\\n"));
const mark = (at, text) => (at === choice ? "❯ " : "  ") + text;
const dialogs = {
  kimi: () => ["───", " Trust this folder?", " ↑↓ navigate · Enter select · Esc exit", "", " " + folder, "",
    " Project-level MCP servers are disabled until you explicitly choose Trust. Trust starts the listed project MCP",
    " targets and remembers this folder.", "", mark(0, "Trust this folder"), "   Enable project MCP servers. Remembered for this folder.",
    "", mark(1, "Don't trust"), "   Exit Kimi Code. Asked again next launch.", "───"],
  claude: () => ["───", " Accessing workspace:", "", " " + folder, "", " Quick safety check: Is this a project you created or one you trust?",
    "", " Security guide", "", " " + mark(1, "No, exit"), " " + mark(0, "Yes, I trust this folder"), "", " Enter to confirm · Esc to cancel"],
};
const composers = { kimi: "> \\r\\ncontext: 0% (0/195k)", claude: "❯ \\r\\n? for shortcuts" };
let choice = agent === "claude" ? 1 : 0;
let isAsking = mode !== "ready";
let isPasting = false;
let text = "";
const become = ready => {
  isAsking = !ready;
  if (ready) { report("state=clear"); show([composers[agent]]); report("state=idle"); } else { show(dialogs[agent]()); report("state=blocked:kind=permission:msg=" + Buffer.from("trust this folder").toString("base64")); }
};
const press = key => {
  if (mode === "deaf") return;
  if (key === "\\x1b[A" || key === "\\x1b[B") { choice = 1 - choice; show(dialogs[agent]()); }
  else if (key === "\\r" && choice === 0) setTimeout(() => become(true), 100);
  else if (key === "\\r" || key === "\\x1b") process.exit(1);
};
const take = () => {
  const prompt = text;
  text = "";
  report("state=working");
  show(["<prompt " + JSON.stringify(prompt) + ">", ...(prompt === "quote" ? dialogs[agent]() : [composers[agent]])]);
};
process.stdin.setRawMode(true);
process.stdin.on("data", bytes => {
  for (const [key] of bytes.toString().matchAll(/\\x1b\\[200~|\\x1b\\[201~|\\x1b\\[[AB]|[^]/g)) {
    appendFileSync("keys.txt", JSON.stringify(key) + "\\n");
    if (isAsking) press(key);
    else if (key === "\\x1b[200~" || key === "\\x1b[201~") isPasting = key === "\\x1b[200~";
    else if (key === "\\r" && !isPasting) take();
    else text += key;
  }
});
process.stdout.write("\\x1b[?2004h");
become(!isAsking);
`;

/** A home whose server finds programs that ask for trust. */
export function homeWithAskingAgents(t) {
  const home = homeWithAgents(t, {});
  for (const agent of ["claude", "kimi"]) install(home, agent, Program, process.execPath);
  return home;
}

/** The keys that the program was sent, each by itself. */
export function keysOf(home) {
  const file = join(home.work, "keys.txt");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(line => JSON.parse(line)) : [];
}
