import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { homeWithAgents, install } from "./support/fake-agents.mjs";
import { ServerPath } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded } from "./support/sessions.mjs";

/** Runs, as a shell, the hook of an event that it was given in its settings; what it is told to say stands on its input, a line each. */
const CallsHooks = `
const settings = JSON.parse(process.argv[process.argv.indexOf("--settings") + 1]);
const { spawnSync } = require("node:child_process");
console.log("ready");
require("node:readline").createInterface({ input: process.stdin }).on("line", line => {
  const input = JSON.parse(line);
  for (const { hooks } of settings.hooks[input.hook_event_name] ?? [])
    for (const { command } of hooks) {
      const { status, stdout, stderr } = spawnSync(command, { shell: true, input: JSON.stringify(input, null, 2) });
      console.log("hook", status, JSON.stringify(String(stdout) + stderr));
    }
});
`;

test("AGT-12 a hook that finds no host exits 0, says nothing, and is over within 50 ms", Limit, t => {
  const folder = mkdtempSync(join(tmpdir(), "orchestrator-hook-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const input = JSON.stringify({ hook_event_name: "Stop", session_id: "s" });

  // The machine may be busy with something else; a hook that takes longer by itself takes longer each time.
  const times = [];
  while (times.length < 200 && !(Math.min(...times) < 50)) {
    const begun = performance.now();
    const { status, stdout, stderr } = spawnSync(ServerPath, ["hook", join(folder, "s.jsonl")], { input });
    times.push(performance.now() - begun);
    assert.deepEqual([status, String(stdout), String(stderr)], [0, "", ""]);
  }

  assert.ok(Math.min(...times) < 50, `the fastest of ${times.length} took ${Math.min(...times)} ms`);
  const lines = readFileSync(join(folder, "s.jsonl"), "utf8").trimEnd().split("\n").map(line => JSON.parse(line));
  assert.equal(lines.length, times.length);
  assert.deepEqual(lines[0].input, { hook_event_name: "Stop", session_id: "s" });
});

test("AGT-12 a hook that asks finds no host either", Limit, () => {
  const input = JSON.stringify({ hook_event_name: "PermissionRequest", tool_name: "Bash", tool_input: {} });
  const times = [];
  while (times.length < 200 && !(Math.min(...times) < 50)) {
    const begun = performance.now();
    const { status, stdout, stderr } = spawnSync(ServerPath, ["hook", "/nowhere/s.1.jsonl", "/nowhere/host.sock"], { input });
    times.push(performance.now() - begun);
    assert.deepEqual([status, String(stdout), String(stderr)], [0, "", ""]);
  }

  assert.ok(Math.min(...times) < 50, `the fastest of ${times.length} took ${Math.min(...times)} ms`);
});

for (const [what, args, input] of [
  ["no file", [], "{}"],
  ["a folder that is gone", ["/nowhere/at/all/s.jsonl"], "{}"],
  ["no input", ["/nowhere/s.jsonl"], ""],
  ["nonsense", ["/nowhere/s.jsonl"], "\u0000\u0001 no json {"],
  ["more arguments than it knows", ["a", "b", "--c"], "{}"],
  ["ten megabytes", ["/nowhere/s.jsonl"], `{"a":"${"x".repeat(10_000_000)}"}`],
]) {
  test(`AGT-12 a hook with ${what} exits 0 and says nothing`, Limit, () => {
    const { status, stdout, stderr } = spawnSync(ServerPath, ["hook", ...args], { input });

    assert.deepEqual([status, String(stdout), String(stderr)], [0, "", ""]);
  });
}

test("AGT-12 what a program tells by its hooks is seen, also what it tells while no host runs, and goes with its session", Limit, async t => {
  const home = homeWithAgents(t, {});
  install(home, "claude", CallsHooks, process.execPath);
  const client = await home.connect();
  const { session } = await client.request("session/create", { agent: "claude", cwd: home.work, env: { CLAUDE_CONFIG_DIR: home.root } });
  const { id, nativeSessionId } = session;
  const tell = (by, input) => by.request("terminal/input", {
    sessionId: id, data: Buffer.from(`${JSON.stringify({ session_id: nativeSessionId, ...input })}\r`).toString("base64"),
  });
  await shows(client, id, "ready");

  await tell(client, { hook_event_name: "UserPromptSubmit", prompt: "Tidy\nup" });
  const working = await client.waitForSession(id, ({ activity }) => activity === "working");
  await tell(client, { hook_event_name: "StopFailure", error: "rate_limit", last_assistant_message: "API Error: 429" });
  const limited = await client.waitForSession(id, ({ activity }) => activity === "limited");
  assert.deepEqual([working.confidence, working.title, limited.activityDetail], ["hook", "Tidy up", "API Error: 429"]);
  assert.ok((await client.request("terminal/snapshot", { sessionId: id, format: "text" })).data.includes('hook 0 ""'));

  await tell(client, { hook_event_name: "Stop", background_tasks: [{}] });
  await client.waitForSession(id, ({ activity }) => activity === "working");
  const { hostId, pid } = await client.request("host/status");
  const log = join(home.state, "hooks", `${id}.1.jsonl`);
  const before = readFileSync(log).length;
  // It is told to say more, and says it while nobody listens.
  await tell(client, { hook_event_name: "Stop", background_tasks: [] });
  process.kill(pid, "SIGKILL");
  await eventually("the hook to be called", () => readFileSync(log).length > before);
  const next = await home.connect();
  const idle = await next.waitForSession(id, ({ activity }) => activity === "idle");
  assert.notEqual((await next.request("host/status")).hostId, hostId);
  assert.equal(idle.confidence, "hook");

  await next.request("session/stop", { sessionId: id, force: true });
  await next.waitForSession(id, isEnded);
  await next.request("session/delete", { sessionId: id });
  await eventually("its log to be gone", () => !existsSync(log));
  assert.deepEqual(readdirSync(join(home.state, "hooks")), []);
});

test("settings that the user gives claude stay alone", Limit, async t => {
  const home = homeWithAgents(t, { claude: `for argument; do printf '<%s>\\n' "$argument"; done; exec sleep 100` });
  const client = await home.connect();
  const { session: { id } } = await client.request("session/create", { agent: "claude", cwd: home.work, args: ["--settings", "mine.json"] });
  await shows(client, id, "<mine.json>");

  const { detail } = await client.request("session/get", { sessionId: id });
  assert.equal(detail.command.filter(argument => argument === "--settings").length, 1);
});

const shows = (client, sessionId, text) => eventually(`the terminal to show ${text}`, async () =>
  (await client.request("terminal/snapshot", { sessionId, format: "text" })).data.includes(text));
