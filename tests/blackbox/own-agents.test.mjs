import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents, ShowsArguments } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded, isUp } from "./support/sessions.mjs";

const Reviewer = {
  name: "My Reviewer", command: "reviewer", args: ["chat"], env: { LEVEL: "3" }, promptFlag: "-p", modelFlag: "-m", icon: "search",
  resume: { args: ["--resume", "{id}"], newArgs: ["--session", "{id}"] },
};
const reviewer = `printf '<level %s>\\r\\n' "$LEVEL"; ${ShowsArguments}`;
const isSuspended = ({ phase }) => phase === "suspended";

test("an agent of the user's own is listed behind the others, started and resumed as its settings say", Limit, async t => {
  const home = homeWithAgents(t, { reviewer });
  configure(home, { agents: { reviewer: Reviewer } });
  const client = await home.connect();

  const listed = (await client.request("agent/list", {})).agents.at(-1);
  const { session } = await client.request("session/create", { agent: "reviewer", cwd: home.work, prompt: "first", model: "big", args: ["-x"] });
  await client.waitForSession(session.id, isUp);
  const before = await shown(client, session.id);
  await client.request("session/suspend", { sessionId: session.id });
  await client.waitForSession(session.id, isSuspended);
  await client.request("session/resume", { sessionId: session.id });
  await client.waitForSession(session.id, isUp);
  const after = await shown(client, session.id);

  assert.deepEqual(
    [listed.id, listed.name, listed.icon, listed.installed, listed.canResume], ["reviewer", "My Reviewer", "search", true, true]);
  assert.deepEqual([session.agent, session.agentName], ["reviewer", "My Reviewer"]);
  assert.deepEqual(before, ["level 3", "chat", "--session", session.nativeSessionId, "-m", "big", "-x", "-p", "first"]);
  assert.deepEqual(after, ["level 3", "chat", "--resume", session.nativeSessionId, "-m", "big", "-x"]);
});

test("an agent of the user's own that tells its conversation as it ends is resumed with that one by the next host", Limit, async t => {
  const tells = `trap 'echo "Bye. Conversation: abc-1234"; exit 0' INT TERM HUP; for argument; do echo "<$argument>"; done; echo ready; while :; do sleep 0.05; done`;
  const home = homeWithAgents(t, { tells });
  configure(home, { agents: { mine: { command: join(home.root, "bin", "tells"), resume: { args: ["--from={id}"], printedBefore: "Conversation:" } } } });
  const first = await home.connect();
  const { session } = await first.request("session/create", { agent: "mine", cwd: home.work });
  await shown(first, session.id);
  await first.request("session/suspend", { sessionId: session.id });
  const suspended = await first.waitForSession(session.id, isSuspended);
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();

  const second = await home.connect();
  await second.request("session/resume", { sessionId: session.id });
  await second.waitForSession(session.id, isUp);

  assert.equal(suspended.nativeSessionId, "abc-1234");
  assert.deepEqual(await shown(second, session.id), ["--from=abc-1234"]);
});

test("settings that change while the host runs are in force for the next start", Limit, async t => {
  const home = homeWithAgents(t, { reviewer });
  const client = await home.connect();
  const unknown = await client.refusal("session/create", { agent: "reviewer", cwd: home.work });

  configure(home, { agents: { reviewer: { command: "reviewer" } } });
  const { session } = await client.request("session/create", { agent: "reviewer", cwd: home.work });
  configure(home, { agents: { reviewer: { command: "reviewer", name: "Other Name" } } });
  const { agents } = await client.request("agent/list", { refresh: true });

  assert.equal(unknown.code, 1101);
  assert.equal(session.agentName, "reviewer");
  assert.equal(agents.at(-1).name, "Other Name");
});

test("AGT-11 a session whose agent the settings have no longer shows as it was, and says why it cannot be resumed", Limit, async t => {
  const home = homeWithAgents(t, { reviewer });
  configure(home, { agents: { reviewer: Reviewer } });
  const client = await home.connect();
  const { session } = await client.request("session/create", { agent: "reviewer", cwd: home.work });
  await shown(client, session.id);
  await client.request("session/suspend", { sessionId: session.id });
  await client.waitForSession(session.id, isSuspended);

  configure(home, {});
  const { agents } = await client.request("agent/list", { refresh: true });
  const refusal = await client.refusal("session/resume", { sessionId: session.id });
  const kept = (await client.request("session/get", { sessionId: session.id })).session;
  configure(home, { agents: { reviewer: Reviewer } });
  await client.request("agent/list", { refresh: true });
  await client.request("session/resume", { sessionId: session.id });
  await client.waitForSession(session.id, isUp);

  assert.ok(!agents.some(({ id }) => id === "reviewer"));
  assert.equal(refusal.code, 1101, refusal.message);
  assert.deepEqual([kept.phase, kept.agent, kept.agentName], ["suspended", "reviewer", "My Reviewer"]);
});

test("a session whose agent is taken out of the settings while it runs goes on and can be stopped", Limit, async t => {
  const home = homeWithAgents(t, { reviewer });
  configure(home, { agents: { reviewer: Reviewer } });
  const client = await home.connect();
  const { session } = await client.request("session/create", { agent: "reviewer", cwd: home.work });
  await shown(client, session.id);

  configure(home, {});
  await client.request("agent/list", { refresh: true });
  await client.request("session/interrupt", { sessionId: session.id });
  const refusal = await client.refusal("session/suspend", { sessionId: session.id });
  await client.request("session/stop", { sessionId: session.id });
  await client.waitForSession(session.id, isEnded);

  assert.equal(refusal.code, 1005);
});

test("an agent that is not understood is told to every client once, and costs neither the others nor the host", Limit, async t => {
  const home = homeWithAgents(t, { reviewer });
  configure(home, { agents: { claude: { command: "reviewer" }, mine: { comand: "reviewer" }, reviewer: { command: "reviewer" } } });
  const client = await home.connect();
  const { message, type } = await client.waitFor("window/logMessage");

  const { agents } = await client.request("agent/list", {});
  const position = client.position;
  configure(home, { agents: { reviewer: { command: "reviewer" } } });
  await client.request("agent/list", { refresh: true });
  const resolved = await client.waitFor("window/logMessage", () => true, position);

  assert.equal(type, 2);
  for (const word of ["settings.json", "'claude'", "built in", "'mine'", "comand"]) assert.ok(message.includes(word), message);
  assert.deepEqual(agents.filter(({ id }) => ["claude", "mine", "reviewer"].includes(id)).map(({ name }) => name), ["Claude Code", "reviewer"]);
  assert.equal(resolved.type, 3);
});

test("a file of settings that cannot be read is told and keeps no host from starting", Limit, async t => {
  const home = homeWithAgents(t, {});
  configure(home, "{ not json");
  const client = await home.connect();

  const { message } = await client.waitFor("window/logMessage");

  assert.ok(message.includes("settings.json"), message);
  assert.ok((await client.request("agent/list", {})).agents.length > 0);
});

/** Writes the settings of a home, whether or not its host runs. */
function configure(home, settings) {
  mkdirSync(home.state, { recursive: true, mode: 0o700 });
  writeFileSync(join(home.state, "settings.json"), typeof settings === "string" ? settings : JSON.stringify(settings));
}

/** The arguments that the program shows, once it has shown them all. */
async function shown(client, sessionId) {
  const text = await eventually("the program to show its arguments", async () => {
    const { data } = await client.request("terminal/snapshot", { sessionId, format: "text" });
    return data.includes("ready") && data;
  });
  return [...text.matchAll(/<([^>]*)>/g)].map(([, argument]) => argument);
}
