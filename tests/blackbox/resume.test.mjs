import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents, install, ShowsArguments, tellsConversation } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded, isUp, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const Uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const Conversation = "0199a213-81c0-7800-8aa1-bbab2a035a53";
const isSuspended = ({ phase }) => phase === "suspended";

test("PH-04 APR-10 a suspended session is resumed with its own conversation, mode, model, arguments and folder", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const wish = { permissionMode: "plan", model: "m", args: ["--add-dir", "it's $HOME"], env: { MARK: "x" }, prompt: "first" };
  const { id, nativeSessionId } = await start(client, home, "claude", wish);
  const before = await shown(client, id);

  assert.deepEqual(await client.request("session/suspend", { sessionId: id }), {});
  const suspended = await client.waitForSession(id, isSuspended);
  await eventually("the agent to end", () => home.agents().length === 0);
  const { session } = await client.request("session/resume", { sessionId: id, prompt: "second" });
  await client.waitForSession(id, isUp);
  const after = await shown(client, id);

  const kept = ["--model", "m", "--permission-mode", "plan", "--add-dir", "it's $HOME"];
  assert.match(nativeSessionId, Uuid);
  assert.deepEqual(before, ["--session-id", nativeSessionId, ...kept, "first"]);
  assert.deepEqual(after, ["--resume", nativeSessionId, ...kept, "second"]);
  assert.equal(suspended.exit, undefined);
  assert.ok(["created", "starting", "detached", "active"].includes(session.phase));
  assert.equal((await client.request("session/get", { sessionId: id })).detail.terminal.epoch, "2");
});

test("an agent that tells its conversation as it ends is resumed with that one", Limit, async t => {
  const home = homeWithAgents(t, { codex: tellsConversation(Conversation) });
  const client = await home.connect();
  const { id, nativeSessionId } = await start(client, home, "codex");
  await shown(client, id);

  await client.request("session/suspend", { sessionId: id });
  const suspended = await client.waitForSession(id, isSuspended);
  await client.request("session/resume", { sessionId: id });
  await client.waitForSession(id, isUp);

  assert.equal(nativeSessionId, undefined);
  assert.equal(suspended.nativeSessionId, Conversation);
  assert.deepEqual(await shown(client, id), ["--no-daemon", "resume", Conversation]);
});

test("PH-03 a session that was suspended is resumed by the next host", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const first = await home.connect();
  const { id, nativeSessionId } = await start(first, home, "claude");
  await first.request("session/suspend", { sessionId: id });
  await first.waitForSession(id, isSuspended);
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();

  const second = await home.connect();
  const { session } = await second.request("session/get", { sessionId: id });
  await second.request("session/resume", { sessionId: id });
  await second.waitForSession(id, isUp);

  assert.deepEqual([session.phase, session.nativeSessionId], ["suspended", nativeSessionId]);
  assert.deepEqual(await shown(second, id), ["--resume", nativeSessionId]);
});

test("STO-07 a session whose folder is gone says so, keeps what it printed, and goes on when the folder is back", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const cwd = join(home.work, "away");
  mkdirSync(cwd);
  const { id } = await start(client, home, "claude", { cwd });
  await shown(client, id);
  await client.request("session/suspend", { sessionId: id });
  await client.waitForSession(id, isSuspended);

  rmdirSync(cwd);
  const refusal = await client.refusal("session/resume", { sessionId: id });
  const { data } = await client.request("terminal/snapshot", { sessionId: id, format: "text" });
  const { session } = await client.request("session/get", { sessionId: id });
  mkdirSync(cwd);
  await client.request("session/resume", { sessionId: id });
  await client.waitForSession(id, isUp);

  assert.equal(refusal.code, 1005);
  assert.ok(refusal.message.includes(cwd), refusal.message);
  assert.match(data, /ready/);
  assert.equal(session.phase, "suspended");
});

test("PH-01 PH-02 what a phase does not allow is refused with its code and a hint, and changes nothing", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const { id: command } = await startCommand(client, home, "exec sleep 600");
  const { id: claude } = await start(client, home, "claude");
  const { revision } = (await client.request("session/get", { sessionId: claude })).session;

  const refusals = [
    [1003, await client.refusal("session/resume", { sessionId: claude })],
    [1005, await client.refusal("session/suspend", { sessionId: command })],
  ];
  assert.equal((await client.request("session/get", { sessionId: claude })).session.revision, revision);
  for (const sessionId of [command, claude]) {
    await client.request("session/stop", { sessionId, force: true });
    await client.waitForSession(sessionId, isEnded);
  }
  refusals.push(
    [1005, await client.refusal("session/resume", { sessionId: command })],
    [1003, await client.refusal("session/suspend", { sessionId: claude })],
    [1003, await client.refusal("session/interrupt", { sessionId: claude })],
    [1003, await client.refusal("terminal/input", { sessionId: claude, data: "eA==" })],
    [1001, await client.refusal("session/resume", { sessionId: "nobody" })]);

  for (const [code, refusal] of refusals) {
    assert.equal(refusal.code, code, refusal.message);
    assert.ok(refusal.data.hint);
  }
});

test("PH-05 a session that is ending takes neither a prompt nor an interrupt nor a resume", Limit, async t => {
  const home = homeWithAgents(t, { claude: "trap '' INT TERM HUP; echo ready; while :; do sleep 0.05; done" });
  const client = await home.connect();
  const { id } = await start(client, home, "claude");
  await shown(client, id);
  await client.request("session/stop", { sessionId: id, graceMs: 60_000 });

  const refusals = [
    await client.refusal("session/send", { sessionId: id, clientMessageId: "m1", text: "x" }),
    await client.refusal("session/interrupt", { sessionId: id }),
    await client.refusal("session/resume", { sessionId: id }),
  ];

  await client.request("session/stop", { sessionId: id, force: true });
  for (const { code, data } of refusals) assert.deepEqual([code, data.retryable], [1002, true]);
});

test("PH-12 a stop ends a suspended session, which can then be deleted", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const { id } = await start(client, home, "claude");
  await client.request("session/suspend", { sessionId: id });
  await client.request("session/suspend", { sessionId: id });
  await client.waitForSession(id, isSuspended);

  await client.request("session/stop", { sessionId: id });
  const { session } = await client.request("session/get", { sessionId: id });
  await client.request("session/delete", { sessionId: id });

  assert.deepEqual([session.phase, session.exit.reason], ["ended", "stopped"]);
  assert.equal((await client.refusal("session/get", { sessionId: id })).code, 1001);
});

test("a session whose program never came up is started again as for the first time", Limit, async t => {
  const home = homeWithAgents(t, {});
  install(home, "claude", ShowsArguments, "/no/such/interpreter");
  const client = await home.connect();
  const { session: created } = await client.request("session/create", { agent: "claude", cwd: home.work, prompt: "first" });
  const failed = await client.waitForSession(created.id, isEnded);
  install(home, "claude", ShowsArguments);

  await client.request("session/resume", { sessionId: created.id });
  await client.waitForSession(created.id, isUp);

  assert.equal(failed.exit.reason, "failed");
  assert.deepEqual(await shown(client, created.id), ["--session-id", created.nativeSessionId, "first"]);
});

test("SND-10 SND-17 an interrupt right after a reveal reaches the running turn once, past a prompt that waits", Limit, async t => {
  const home = homeWithAgents(t, { claude: ShowsArguments });
  const client = await home.connect();
  const { id } = await start(client, home, "claude");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);
  await client.request("session/send", { sessionId: id, clientMessageId: "m1", text: "a prompt that waits" });

  await Promise.all([
    client.request("session/reveal", { sessionId: id, active: true, since: { epoch: terminal.epoch, offset: terminal.offset } }),
    client.request("session/interrupt", { sessionId: id }),
  ]);
  await terminal.waitForText(/\^\[/);
  await terminal.input("!");
  await terminal.waitForText(/!/);

  assert.equal(terminal.text.split("^[").length - 1, 1);
  assert.doesNotMatch(terminal.text, /a prompt/);
});

test("agent/list tells which agents can be resumed", Limit, async t => {
  const client = await homeWithAgents(t, {}).connect();

  const { agents } = await client.request("agent/list", {});

  const resumable = agents.filter(({ canResume }) => canResume).map(({ id }) => id);
  assert.deepEqual(resumable.sort(), ["claude", "codex", "copilot", "gemini", "kimi", "opencode", "qwen"]);
});

async function start(client, home, agent, more = {}) {
  const { session } = await client.request("session/create", { agent, cwd: home.work, cols: 200, ...more });
  return client.waitForSession(session.id, isUp);
}

/** The arguments that the present run of a session's program was given, once it has printed them. */
async function shown(client, sessionId) {
  const text = await eventually("the agent to show its arguments", async () => {
    const { data } = await client.request("terminal/snapshot", { sessionId, format: "text" });
    return /^ready/m.test(data) && data;
  });
  return [...text.matchAll(/^<(.*)>$/gm)].map(([, argument]) => argument);
}
