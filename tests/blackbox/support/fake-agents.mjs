// Programs that stand in for agents: found on the PATH by the agent's name, and of one behaviour each.

import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Home } from "./home.mjs";
import { eventually } from "./limits.mjs";

/**
 * Prints its arguments, one `<argument>` a line, then every key it is sent in a form that can be read. The settings that
 * give claude its hooks are left out.
 */
export const ShowsArguments = `stty raw -echo; while [ $# -gt 0 ]; do ` +
  `if [ "$1" = --settings ]; then shift; else printf '<%s>\\r\\n' "$1"; fi; shift; done; printf 'ready\\r\\n'; exec cat -v`;

/** Prints its arguments, and tells the id of its conversation when it is ended by a key, as codex does. */
export const tellsConversation = id =>
  `stty -isig -icanon -echo; for argument; do printf '<%s>\\n' "$argument"; done; echo ready; ` +
  `head -c 1 >/dev/null; echo "To continue this session, run codex resume ${id}"`;

/** A home whose server finds these agents: `{claude: script}`. The home is disposed with the test. */
export function homeWithAgents(t, scripts) {
  const home = Home.for(t, { environment: findsAgents });
  for (const [agent, script] of Object.entries(scripts)) install(home, agent, script);
  return home;
}

/** Puts a program under the agent's name on the PATH of a home; without its interpreter it cannot be started. */
export function install(home, agent, script, interpreter = "/bin/sh") {
  const folder = binFolder(home.root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, agent), `#!${interpreter}\n${script}\n`, { mode: 0o755 });
}

/** What a home's environment needs so that its server finds the agents that are installed in it. */
export const findsAgents = root => ({ PATH: [binFolder(root), process.env.PATH].join(delimiter) });
const binFolder = root => join(root, "bin");

/**
 * A Node program that reports what it does as claude and codex do (OSC 7501), and does as it is told: each line that is
 * typed is a command. While it asks for permission the next key is its answer: `1` and `y` allow, Escape denies. It draws
 * its dialog a while after it has reported it, and loses the keys that come before.
 * What it does with a key it prints: `<allowed>`, `<denied>`, `<key x>`.
 */
export const ReportsStatus = `
process.stdin.setRawMode(true);
const report = (state, more = {}) => process.stdout.write("\\x1b]7501;" + Object.entries({ state, ...more })
  .map(([key, value]) => key + "=" + (["msg", "title"].includes(key) ? Buffer.from(value).toString("base64") : value)).join(":") + "\\x07");
let line = "";
let isAsking = false;
let drawing;
let losesKeys = false;
let losesOneKey = false;
const does = {
  working: () => report("working"),
  idle: () => report("idle"),
  done: () => report("done"),
  error: words => report("error", { msg: words }),
  clear: () => report("clear"),
  permission: words => {
    losesKeys = true;
    report("blocked", { kind: "permission", ...(words && { msg: words }) });
    drawing = setTimeout(() => {
      losesKeys = false;
      isAsking = true;
      process.stdout.write("\\x1b[2J\\x1b[H" + (words ?? "May I?") + "\\r\\n  1. Yes, proceed (y)\\r\\n");
    }, 700);
  },
  undrawn: words => report("blocked", { kind: "permission", ...(words && { msg: words }) }),
  deaf: words => { losesOneKey = true; does.permission(words); },
  again: words => report("blocked", { kind: "permission", ...(words && { msg: words }) }),
  question: words => report("blocked", { kind: "question", msg: words }),
  auth: words => report("blocked", { kind: "auth", msg: words }),
  child: words => report(words, { id: "child-1" }),
  notify: words => process.stdout.write("\\x1b]9;" + words + "\\x07"),
  bell: () => process.stdout.write("\\x07"),
  say: words => process.stdout.write(words + "\\r\\n"),
  flood: () => { for (let i = 0; i < 2000; i++) { report(i % 2 ? "working" : "idle"); process.stdout.write("\\x1b]9;n" + i + "\\x07"); } },
  exit: () => process.exit(0),
};
const leavesDialog = word => !["again", "say", "notify", "bell", "child"].includes(word);
process.stdin.on("data", bytes => {
  for (const key of bytes.toString()) {
    const isKey = line === "" && key !== ":";
    if (isKey && (losesKeys || (losesOneKey && isAsking))) {
      losesOneKey &&= losesKeys;
      process.stdout.write("<lost>\\r\\n");
    } else if (isKey && isAsking) {
      const answer = { "1": "allowed", y: "allowed", "\\x1b": "denied" }[key];
      process.stdout.write("<" + (answer ?? "key " + JSON.stringify(key)) + ">\\r\\n");
      if (answer) { isAsking = false; report(answer === "allowed" ? "working" : "idle"); }
    } else if (key === "\\r") {
      const [, word, words] = /^:(\\w+) ?(.*)$/.exec(line) ?? [];
      if (word && leavesDialog(word)) { clearTimeout(drawing); losesKeys = false; }
      if (word) does[word](words); else process.stdout.write("<prompt " + JSON.stringify(line) + ">\\r\\n");
      line = "";
    } else line += key;
  }
});
process.stdout.write("\\x1b[?2004hready\\r\\n");
`;

/** A home whose server finds agents that report what they do. */
export function homeWithReportingAgents(t, ...agents) {
  const home = homeWithAgents(t, {});
  for (const agent of agents) install(home, agent, ReportsStatus, process.execPath);
  return home;
}

/** Starts a session of such an agent; answers it and the way to have the agent do something. */
export async function startReporting(client, home, agent = "claude", more = {}) {
  const { session } = await client.request("session/create", { agent, cwd: home.work, ...more });
  const sessionId = session.id;
  await client.waitForSession(sessionId, ({ phase }) => phase === "active" || phase === "detached");
  await shows(client, sessionId, "ready");
  const tell = (line, by = client) => by.request("terminal/input", { sessionId, data: Buffer.from(`:${line}\r`).toString("base64") });
  return { id: sessionId, tell, shows: text => shows(client, sessionId, text) };
}

const shows = (client, sessionId, text) => eventually(`the terminal to show ${JSON.stringify(text)}`, async () =>
  (await client.request("terminal/snapshot", { sessionId, format: "text" })).data.includes(text));
