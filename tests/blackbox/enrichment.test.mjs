// Whose transcripts are whose: what a session shows of its agent's own records is never another's.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { allIsRead, countsAll, KeepsRollout, Rollout, startWithRollout, stopAndWait } from "./support/rollouts.mjs";
import { isEnded, isUp, LastsUntilStopped } from "./support/sessions.mjs";

const OnLinux = process.platform === "linux" ? Limit : { ...Limit, skip: "only Linux tells which files a program has open" };

test("AGT-01 AGT-02 AGT-03 sessions of other agents get nothing from rollouts in their folder, whatever the project's default agent", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout, goose: LastsUntilStopped, claude: LastsUntilStopped });
  const codexHome = join(home.root, "codex");
  const env = { CODEX_HOME: codexHome, CLAUDE_CONFIG_DIR: codexHome };
  let client = await home.connect();
  const { project } = await client.request("project/add", { path: home.work, defaultAgent: "codex" });
  const others = [];
  for (const agent of ["goose", "claude"]) {
    const { session } = await client.request("session/create", { agent, cwd: home.work, projectId: project.id, env });
    await client.waitForSession(session.id, isUp);
    others.push(session);
  }
  // It begins in their folder, in their time.
  const stray = new Rollout(codexHome, home.work);
  stray.addTurn("a stray prompt");
  await stopAndWait(client, others[0].id);

  const own = new Rollout(codexHome, home.work);
  const id = await startWithRollout(client, own, home.work, { projectId: project.id });
  own.addTurn("what is my own");
  const codex = await countsAll(client, id, own);
  await assertUntouched(client, others);
  await stopAndWait(client, id);
  await stopAndWait(client, others[1].id);
  for (let restarts = 0; restarts < 2; restarts++) {
    client = await restart(home, client);
    await allIsRead(client, home, codexHome);
    await assertUntouched(client, others);
  }

  assert.deepEqual([codex.nativeSessionId, codex.title, codex.titleSource], [own.id, "what is my own", "prompt"]);
  const { session: kept } = await client.request("session/get", { sessionId: id });
  assert.deepEqual([kept.nativeSessionId, kept.usage], [own.id, codex.usage]);
});

test("AGT-03 AGT-04 two codex sessions of one folder have each its own rollout, also when they have ended and the host is another", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const codexHome = join(home.root, "codex");
  let client = await home.connect();
  const rollouts = [1, 2].map(() => new Rollout(codexHome, home.work));
  // The newest file is that of the session that began first.
  const ids = [
    await startWithRollout(client, rollouts[1], home.work),
    await startWithRollout(client, rollouts[0], home.work),
  ];

  rollouts[0].addTurn("one turn");
  rollouts[1].addTurn("two turns");
  rollouts[1].addTurn("the second of two");
  await countsAll(client, ids[0], rollouts[1]);
  await countsAll(client, ids[1], rollouts[0]);
  const shown = await shownOf(client, ids);
  for (const id of ids) await stopAndWait(client, id);
  await allIsRead(client, home, codexHome);
  const ended = await shownOf(client, ids);
  client = await restart(home, client);
  await allIsRead(client, home, codexHome);

  assert.deepEqual(shown.map(session => [session.nativeSessionId, session.title]), [[rollouts[1].id, "two turns"], [rollouts[0].id, "one turn"]]);
  assert.deepEqual(ended, shown);
  assert.deepEqual(await shownOf(client, ids), shown);
});

test("AGT-03 an ended session takes the one rollout that began in its folder and time, and none of two", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const codexHome = join(home.root, "codex");
  let client = await home.connect();
  const ids = [];
  const rollouts = [];
  for (const candidates of [1, 2]) {
    const cwd = join(home.work, `${candidates}`);
    mkdirSync(cwd);
    const { session } = await client.request("session/create", { agent: "codex", cwd, env: { CODEX_HOME: codexHome } });
    await client.waitForSession(session.id, isUp);
    for (let candidate = 0; candidate < candidates; candidate++) rollouts.push(new Rollout(codexHome, cwd));
    for (const rollout of rollouts) rollout.addTurn();
    await stopAndWait(client, session.id);
    ids.push(session.id);
  }

  await client.waitForSession(ids[0], ({ usage }) => usage !== undefined);
  await allIsRead(client, home, codexHome);
  const shown = await shownOf(client, ids);
  client = await restart(home, client);
  await allIsRead(client, home, codexHome);

  assert.equal(shown[0].nativeSessionId, rollouts[0].id);
  assert.deepEqual([shown[1].nativeSessionId, shown[1].usage, shown[1].titleSource], [undefined, undefined, "default"]);
  assert.deepEqual(await shownOf(client, ids), shown);
});

test("AGT-05 what is written into the transcript of an ended session changes nothing, neither then nor with the next host", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const codexHome = join(home.root, "codex");
  let client = await home.connect();
  const rollout = new Rollout(codexHome, home.work);
  const id = await startWithRollout(client, rollout, home.work);
  rollout.addTurn();
  await countsAll(client, id, rollout);
  await stopAndWait(client, id);
  await allIsRead(client, home, codexHome);
  const { session: ended } = await client.request("session/get", { sessionId: id });

  rollout.addTurn("by somebody else");
  await allIsRead(client, home, codexHome);
  const { session: after } = await client.request("session/get", { sessionId: id });
  client = await restart(home, client);
  rollout.addTurn("by somebody else, later");
  await allIsRead(client, home, codexHome);
  const { session: later } = await client.request("session/get", { sessionId: id });

  assert.deepEqual(after, ended);
  assert.deepEqual(shown(later), shown(ended));
  assert.equal(client.changesOf(id).length, 0);
});

test("a codex session whose holder was killed is resumed with the conversation that was learnt while it ran", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const client = await home.connect();
  const rollout = new Rollout(join(home.root, "codex"), home.work);
  const id = await startWithRollout(client, rollout, home.work, { cols: 200 });
  await client.waitForSession(id, ({ nativeSessionId }) => nativeSessionId === rollout.id);

  process.kill(home.pidOf("hold"), "SIGKILL");
  const lost = await client.waitForSession(id, isEnded);
  await client.request("session/resume", { sessionId: id });
  await client.waitForSession(id, isUp);
  const text = await eventually("the agent to show its arguments", async () => {
    const { data } = await client.request("terminal/snapshot", { sessionId: id, format: "text" });
    return /^ready/m.test(data) && data;
  });
  rollout.addTurn();
  await countsAll(client, id, rollout);

  assert.equal(lost.exit.reason, "lost");
  assert.deepEqual([...text.matchAll(/^<(.*)>$/gm)].map(([, argument]) => argument), ["--no-daemon", "resume", rollout.id]);
});

/** Ends the host, with everything that runs ended before. */
async function restart(home, client) {
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  return home.connect();
}

/** Neither a conversation nor a title nor tokens have come to these since they were created. */
async function assertUntouched(client, sessions) {
  assert.deepEqual(await shownOf(client, sessions.map(({ id }) => id)), sessions.map(shown));
}

const shownOf = async (client, ids) =>
  Promise.all(ids.map(async sessionId => shown((await client.request("session/get", { sessionId })).session)));

/** What a transcript can change of a summary. */
const shown = ({ id, nativeSessionId, title, titleSource, usage, preview }) => ({ id, nativeSessionId, title, titleSource, usage, preview });
