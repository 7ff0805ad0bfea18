import assert from "node:assert/strict";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents, install, ShowsArguments, tellsConversation } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded, isUp, startCommand } from "./support/sessions.mjs";

const Conversation = "0199a213-81c0-7800-8aa1-bbab2a035a53";
const Copy = "0199a213-81c0-7800-8aa1-000000000001";
const isSuspended = ({ phase }) => phase === "suspended";

test("AGT-04 APR-10 a fork begins with a copy and its parent's wishes, and later goes on with its own conversation", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const env = { MARK: "x", CLAUDE_CONFIG_DIR: join(home.root, "claude") };
  const parent = await start(client, home, "claude", { permissionMode: "plan", model: "m", args: ["--add-dir", "it's $HOME"], env, prompt: "first" });
  keepTranscript(home, parent.nativeSessionId);

  const { session: created } = await client.request("session/fork", { sessionId: parent.id });
  const fork = await client.waitForSession(created.id, isUp);
  const copied = await shown(client, fork.id);
  keepTranscript(home, fork.nativeSessionId);
  await client.request("session/suspend", { sessionId: fork.id });
  await client.waitForSession(fork.id, isSuspended);
  await client.request("session/resume", { sessionId: fork.id, prompt: "second" });
  await client.waitForSession(fork.id, isUp);

  const kept = ["--model", "m", "--permission-mode", "plan", "--add-dir", "it's $HOME"];
  assert.deepEqual(copied, ["--resume", parent.nativeSessionId, "--fork-session", "--session-id", fork.nativeSessionId, ...kept]);
  assert.deepEqual(await shown(client, fork.id), ["--resume", fork.nativeSessionId, ...kept, "second"]);
  assert.notEqual(fork.nativeSessionId, parent.nativeSessionId);
  assert.deepEqual(
    [fork.parentId, fork.title, fork.titleSource, fork.cwd, fork.permissionMode],
    [parent.id, `${parent.title} (fork)`, "user", parent.cwd, "plan"]);
  assert.equal((await client.request("session/get", { sessionId: parent.id })).session.phase, parent.phase);
});

test("a fork whose agent names the conversation itself is known by what it tells, and never as its parent", Limit, async t => {
  const home = homeWithAgents(t, { codex: tellsConversation(Conversation) });
  const first = await home.connect();
  const parent = await start(first, home, "codex");
  await shown(first, parent.id);
  await first.request("session/suspend", { sessionId: parent.id });
  await first.waitForSession(parent.id, isSuspended);
  const forks = [];
  for (const told of [Conversation, Copy]) {
    install(home, "codex", tellsConversation(told));
    const { session } = await first.request("session/fork", { sessionId: parent.id, title: `tells ${told}` });
    assert.deepEqual(await shown(first, session.id), ["--no-daemon", "fork", Conversation]);
    forks.push(session.id);
  }
  const [confused, own] = forks;
  await first.request("session/delete", { sessionId: parent.id });
  for (const sessionId of forks) {
    await first.request("session/suspend", { sessionId });
    await first.waitForSession(sessionId, session => isSuspended(session) || isEnded(session));
  }
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();

  const second = await home.connect();
  const { session } = await second.request("session/get", { sessionId: own });
  await second.request("session/resume", { sessionId: own });

  assert.deepEqual([session.parentId, session.nativeSessionId, session.titleSource], [parent.id, Copy, "user"]);
  assert.deepEqual(await shown(second, own), ["--no-daemon", "resume", Copy]);
  assert.equal((await second.refusal("session/resume", { sessionId: confused })).code, 1005);
});

test("a fork that never came up is begun with the copy once more", Limit, async t => {
  const home = homeWithAgents(t, { codex: tellsConversation(Conversation) });
  const client = await home.connect();
  const parent = await start(client, home, "codex");
  await shown(client, parent.id);
  await client.request("session/suspend", { sessionId: parent.id });
  await client.waitForSession(parent.id, isSuspended);
  install(home, "codex", ShowsArguments, "/no/such/interpreter");
  const { session: fork } = await client.request("session/fork", { sessionId: parent.id });
  await client.waitForSession(fork.id, isEnded);
  install(home, "codex", ShowsArguments);

  await client.request("session/resume", { sessionId: fork.id });

  assert.deepEqual(await shown(client, fork.id), ["--no-daemon", "fork", Conversation]);
});

test("PH-02 what cannot be forked is refused with its code and a hint, and nothing is created", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments, codex: ShowsArguments, gemini: ShowsArguments });
  const client = await home.connect();
  const env = { CLAUDE_CONFIG_DIR: join(home.root, "claude") };
  const cwd = join(home.work, "away");
  mkdirSync(cwd);
  const away = await start(client, home, "claude", { cwd, env });
  keepTranscript(home, away.nativeSessionId);
  const silent = await start(client, home, "claude", { env });
  const codex = await start(client, home, "codex");
  const gemini = await start(client, home, "gemini");
  const { id: command } = await startCommand(client, home, "exec sleep 600");
  const { total } = await client.request("session/list", {});
  rmdirSync(cwd);

  const refusals = [];
  for (const sessionId of [away.id, silent.id, codex.id, gemini.id, command, "nobody"])
    refusals.push(await client.refusal("session/fork", { sessionId }));
  const untitled = await client.refusal("session/fork", { sessionId: away.id, title: "\u0007" });

  assert.deepEqual(refusals.map(({ code }) => code), [1005, 1005, 1005, 1005, 1005, 1001]);
  assert.ok(refusals.every(({ data }) => data.hint));
  assert.ok(refusals[0].message.includes(cwd), refusals[0].message);
  assert.match(untitled.message, /'title'/);
  assert.equal((await client.request("session/list", {})).total, total);
});

test("agent/list tells which agents can be forked, the user's own where they say how", Limit, async t => {
  const home = homeWithAgents(t, { reviewer: ShowsArguments });
  mkdirSync(home.state, { recursive: true, mode: 0o700 });
  const resume = { args: ["-r", "{id}"], newArgs: ["--id", "{id}"], forkArgs: ["-r", "{id}", "--copy"] };
  writeFileSync(join(home.state, "settings.json"), JSON.stringify({ agents: { reviewer: { command: "reviewer", resume }, plain: { command: "plain" } } }));
  const client = await home.connect();
  const parent = await start(client, home, "reviewer");

  const { agents } = await client.request("agent/list", {});
  const { session: fork } = await client.request("session/fork", { sessionId: parent.id });

  assert.deepEqual(agents.filter(({ canFork }) => canFork).map(({ id }) => id).sort(), ["claude", "codex", "opencode", "reviewer"]);
  assert.deepEqual(await shown(client, fork.id), ["-r", parent.nativeSessionId, "--copy", "--id", fork.nativeSessionId]);
});

async function start(client, home, agent, more = {}) {
  const { session } = await client.request("session/create", { agent, cwd: home.work, cols: 200, ...more });
  return client.waitForSession(session.id, isUp);
}

/** Claude keeps a conversation from its first prompt on. */
function keepTranscript(home, conversation) {
  const folder = join(home.root, "claude", "projects", "work");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${conversation}.jsonl`), "");
}

/** The arguments that the present run of a session's program was given, once it has printed them. */
async function shown(client, sessionId) {
  const text = await eventually("the agent to show its arguments", async () => {
    const { data } = await client.request("terminal/snapshot", { sessionId, format: "text" });
    return /^ready/m.test(data) && data;
  });
  return [...text.matchAll(/^<(.*)>$/gm)].map(([, argument]) => argument);
}
