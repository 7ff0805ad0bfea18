import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Home } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { createCommand, finishCommand, isEnded, isUp, LastsUntilStopped, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const SessionNotFound = 1001;
const SessionRunning = 1004;
const IllegalTransition = 1003;
const MessageConflict = 1401;

test("SUB-14 a command session is answered before its process exists and then comes up", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const session = await createCommand(client, home, LastsUntilStopped, { title: "first" });
  assert.match(session.phase, /^(created|starting)$/);
  assert.equal(session.title, "first");
  assert.equal(session.agent, "command");
  assert.equal(session.cwd, home.work);
  assert.equal(session.driver, "terminal");

  const running = await client.waitForSession(session.id, isUp);
  assert.ok(running.revision > session.revision);
  assert.ok(Date.parse(running.startedAt) >= Date.parse(running.createdAt));
});

test("AGT-14 arguments and environment arrive as they were given, with no shell in between", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const awkward = ["two words", "quo\"te", "it's", "$HOME", "back\\slash", "line\nbreak", "ünï ✓ 🎉", "", "-n", "*"];

  const { session } = await client.request("session/create", {
    agent: "command",
    args: [process.execPath, "-e", "console.log(JSON.stringify([process.argv.slice(1), process.env.GIVEN, process.cwd()]))", "--", ...awkward],
    env: { GIVEN: "a=b; $c" },
    cwd: home.work,
    cols: 500,
    rows: 24,
  });
  const terminal = new Terminal(client, session.id);
  await terminal.reveal();
  // When it is early the line comes by itself, else within a snapshot.
  const [line] = await terminal.waitForText(/\[\[[^\x1b]*"\]/);

  assert.deepEqual(JSON.parse(line), [awkward, "a=b; $c", home.work]);
});

test("ATT-02 MUL-01 a second connection sees the row, its changes and its removal, with growing revisions", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const watcher = await home.connect();
  const { revision } = await watcher.request("session/list", {});

  const { id } = await startCommand(client, home, LastsUntilStopped);
  await client.request("session/rename", { sessionId: id, title: "renamed" });
  await watcher.waitFor("sessions/changed", ({ changed }) => changed.some(row => row.id === id && row.title === "renamed"));
  await client.request("session/stop", { sessionId: id, force: true });
  await client.waitForSession(id, isEnded);
  await client.request("session/delete", { sessionId: id });
  await watcher.waitFor("sessions/changed", ({ removed }) => removed?.includes(id));

  const frames = watcher.notifications.filter(({ method }) => method === "sessions/changed").map(({ params }) => params);
  assert.ok(frames[0].revision > revision);
  assert.ok(frames.every(({ revision }, index) => index === 0 || revision > frames[index - 1].revision));
  const rows = watcher.changesOf(id);
  assert.ok(rows.every(({ revision }, index) => index === 0 || revision > rows[index - 1].revision));
});

test("ATT-13 a list and the changes after it make the same rows as a later list", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const watcher = await home.connect();
  const list = await watcher.request("session/list", {});
  const rows = new Map(list.items.map(row => [row.id, row]));

  const created = await Promise.all(Array.from({ length: 10 }, () => finishCommand(client, home, "exit 0")));
  await Promise.all(created.slice(0, 3).map(({ id }) => client.request("session/delete", { sessionId: id })));
  await watcher.watch("all removals", () => removedOn(watcher).length === 3 ? true : undefined);
  for (const { params } of watcher.notifications.filter(({ method }) => method === "sessions/changed")) {
    if (params.revision <= list.revision) continue;
    for (const row of params.changed ?? []) rows.set(row.id, row);
    for (const id of params.removed ?? []) rows.delete(id);
  }

  const later = await watcher.request("session/list", {});
  assert.deepEqual([...rows.values()].sort(byId), later.items.sort(byId));
});

test("ATT-05 two equal summaries are never sent one after the other", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const session = await finishCommand(client, home, "for i in 1 2 3 4 5 6 7 8 9; do echo $i; done");

  const rows = client.changesOf(session.id).map(({ revision, ...rest }) => JSON.stringify(rest));
  assert.ok(rows.every((row, index) => index === 0 || row !== rows[index - 1]));
});

test("TRM-03 how a session ended is in its row: an exit code, a signal, and the time", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const [good, bad, killed] = await Promise.all([
    finishCommand(client, home, "exit 0"),
    finishCommand(client, home, "exit 7"),
    finishCommand(client, home, "kill -KILL $$"),
  ]);

  assert.deepEqual(good.exit, { reason: "exited", code: 0 });
  assert.deepEqual(bad.exit, { reason: "exited", code: 7 });
  assert.deepEqual(killed.exit, { reason: "exited", signal: "SIGKILL" });
  for (const session of [good, bad, killed]) assert.ok(Date.parse(session.endedAt) >= Date.parse(session.startedAt));
});

test("TRM-02 the user's login shell runs, takes a command, and ends with exit", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const { session } = await client.request("session/create", { agent: "shell", cwd: home.work, cols: 120, rows: 40 });
  assert.match(session.phase, /^(created|starting)$/);
  const terminal = new Terminal(client, session.id);
  await terminal.reveal();
  await terminal.input("echo answer=$((40+2)) in $(pwd) as $(id -un)\r");
  await terminal.waitForText(new RegExp(`answer=42 in ${home.work} as ${userInfo().username}`));
  await terminal.input("exit 5\r");

  assert.equal((await client.waitForSession(session.id, isEnded)).exit.code, 5);
});

test("SND-01 a client session id given twice makes one session", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const [first, second] = await Promise.all([1, 2].map(() => createCommand(client, home, LastsUntilStopped, { clientSessionId: "mine-1" })));

  assert.equal(first.id, second.id);
  assert.equal((await client.request("session/list", {})).total, 1);
  const other = await client.refusal("session/create", { agent: "shell", cwd: home.work, clientSessionId: "mine-1" });
  assert.equal(other.code, MessageConflict);
});

test("the folder of a session is the project's, else the first workspace folder", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { project } = await client.request("project/add", { path: home.root, name: "the project" });

  const inProject = await client.request("session/create", { agent: "command", args: ["/bin/true"], projectId: project.id });
  const inWorkspace = await client.request("session/create", { agent: "command", args: ["/bin/true"] });

  assert.equal(inProject.session.cwd, home.root);
  assert.equal(inProject.session.projectId, project.id);
  assert.equal(inWorkspace.session.cwd, home.work);
});

test("projects are added once, listed and removed", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();

  const { project } = await client.request("project/add", { path: home.work, name: "mine" });
  const again = await client.request("project/add", { path: home.work });
  assert.equal(again.project.id, project.id);
  assert.deepEqual((await client.request("project/list", {})).projects.map(({ path }) => path), [home.work]);

  await client.request("project/remove", { projectId: project.id });
  assert.deepEqual((await client.request("project/list", {})).projects, []);
});

test("PH-12 stop ends a session in good time, is accepted again, and says who ended it", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, LastsUntilStopped);

  assert.deepEqual(await client.request("session/stop", { sessionId: id }), {});
  await client.request("session/stop", { sessionId: id });
  const ended = await client.waitForSession(id, isEnded);
  await client.request("session/stop", { sessionId: id });

  assert.equal(ended.exit.reason, "stopped");
  assert.equal((await client.request("session/get", { sessionId: id })).session.revision, ended.revision);
});

test("TRM-09 stop lets a process clean up that needs less than its grace", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, "trap 'echo cleaned-up; exit 9' INT TERM HUP; echo ready; while :; do sleep 0.05; done");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  await client.request("session/stop", { sessionId: id, graceMs: 20_000 });
  const ended = await client.waitForSession(id, isEnded);

  await terminal.waitForText(/cleaned-up/);
  assert.deepEqual({ reason: ended.exit.reason, code: ended.exit.code }, { reason: "stopped", code: 9 });
});

test("TRM-09 a process that ignores every polite signal is killed at its deadline", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, "trap '' INT TERM HUP QUIT; echo ready; while :; do sleep 0.05; done");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  await client.request("session/stop", { sessionId: id, graceMs: 200 });
  const ended = await client.waitForSession(id, isEnded);

  assert.deepEqual(ended.exit, { reason: "stopped", signal: "SIGKILL" });
  assert.ok(client.changesOf(id).some(({ phase }) => phase === "closing"));
});

test("TRM-09 force kills at once", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, "trap '' INT TERM HUP QUIT; while :; do sleep 0.05; done");

  await client.request("session/stop", { sessionId: id, force: true });

  assert.equal((await client.waitForSession(id, isEnded)).exit.signal, "SIGKILL");
});

test("TRM-09 stop takes children and grandchildren along, also those that ignore it", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const family = "(trap '' INT TERM HUP; sh -c 'trap \"\" INT TERM HUP; sleep 601; true' & sleep 602; true) & sleep 603 & echo ready; wait";
  const { id } = await startCommand(client, home, family);
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  await client.request("session/stop", { sessionId: id, graceMs: 300 });
  await client.waitForSession(id, isEnded);

  await eventually("all of its family to be gone", () => !home.agents().some(({ command }) => command[0] === "sleep"));
});

test("TRM-12 sessions whose ids begin alike do not touch each other", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const short = await startCommand(client, home, LastsUntilStopped, { clientSessionId: "same" });
  const long = await startCommand(client, home, LastsUntilStopped, { clientSessionId: "same-and-more" });
  assert.notEqual(short.id, long.id);

  await client.request("session/stop", { sessionId: short.id, force: true });
  await client.waitForSession(short.id, isEnded);
  await client.request("session/delete", { sessionId: short.id });

  assert.ok(isUp((await client.request("session/get", { sessionId: long.id })).session));
});

test("rename shows everywhere, without control characters, and stays the user's", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, LastsUntilStopped);

  await client.request("session/rename", { sessionId: id, title: "a\u001b[31m title\u0007\nof mine" });

  const { session } = await client.request("session/get", { sessionId: id });
  assert.doesNotMatch(session.title, /[\0-\x1f\x7f]/);
  assert.match(session.title, /title.*of mine/);
  assert.equal(session.titleSource, "user");
});

test("SUB-18 archive and markRead answer for each session, and one failure does not fail the rest", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await finishCommand(client, home, "exit 0");
  const sessionIds = ["missing", id, "../x"];

  for (const [method, value] of [["session/archive", { archived: true }], ["session/markRead", { read: true }]]) {
    const { results } = await client.request(method, { sessionIds, ...value });
    assert.deepEqual(results.map(({ sessionId }) => sessionId), sessionIds, method);
    assert.deepEqual(results.map(({ ok }) => ok), [false, true, false], method);
    assert.equal(results[0].error.code, SessionNotFound);
    assert.equal(results[1].error, undefined);
  }

  const { session } = await client.request("session/get", { sessionId: id });
  assert.equal(session.archived, true);
  assert.equal(session.unread, false);
});

test("ATT-15 archiving and deleting a session that has no process is announced", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await finishCommand(client, home, "exit 0");
  const watcher = await home.connect();

  await client.request("session/archive", { sessionIds: [id], archived: true });
  await watcher.waitFor("sessions/changed", ({ changed }) => changed.some(row => row.id === id && row.archived));
  await client.request("session/delete", { sessionId: id });
  await watcher.waitFor("sessions/changed", ({ removed }) => removed?.includes(id));
});

test("LST-09 archiving, marking and reading leave updatedAt alone", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const before = await finishCommand(client, home, "exit 0");

  await client.request("session/archive", { sessionIds: [before.id], archived: true });
  await client.request("session/markRead", { sessionIds: [before.id], read: false });
  await client.request("session/reveal", { sessionId: before.id });

  assert.equal((await client.request("session/get", { sessionId: before.id })).session.updatedAt, before.updatedAt);
});

test("PH-01 delete is refused while the session runs and works once it has ended", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, LastsUntilStopped);

  assert.equal((await client.refusal("session/delete", { sessionId: id })).code, SessionRunning);
  assert.ok(isUp((await client.request("session/get", { sessionId: id })).session));
  await client.request("session/stop", { sessionId: id, force: true });
  await client.waitForSession(id, isEnded);
  assert.deepEqual(await client.request("session/delete", { sessionId: id }), {});

  assert.equal((await client.refusal("session/get", { sessionId: id })).code, SessionNotFound);
  assert.equal((await client.refusal("session/delete", { sessionId: id })).code, SessionNotFound);
});

test("STO-10 deleting a session never removes its folder, which the product did not make", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  writeFileSync(join(home.work, "precious"), "uncommitted");
  for (const worktree of ["keep", "ifClean", "force"]) {
    const { id } = await finishCommand(client, home, "exit 0");
    await client.request("session/delete", { sessionId: id, worktree });
  }

  assert.equal(readFileSync(join(home.work, "precious"), "utf8"), "uncommitted");
});

test("SND-01 SND-02 SND-04 the same message twice is delivered once, and another text under its id is refused", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id: sessionId } = await startCommand(client, home, "stty -echo; echo ready; while read -r line; do echo \"got <$line>\"; done");
  const terminal = new Terminal(client, sessionId);
  await terminal.reveal();
  await terminal.waitForText(/ready/);
  const prompt = { sessionId, clientMessageId: "m-1", text: "only once" };

  const first = await client.request("session/send", prompt);
  const again = await client.request("session/send", prompt);
  const other = await client.refusal("session/send", { ...prompt, text: "something else" });
  const next = await client.request("session/send", { ...prompt, clientMessageId: "m-2", text: "the end" });

  assert.match(first.receipt, /^(accepted|queued)$/);
  assert.equal(again.receipt, "duplicate");
  assert.equal(again.messageId, first.messageId);
  assert.equal(other.code, MessageConflict);
  assert.notEqual(next.messageId, first.messageId);
  await terminal.waitForText(/got <.*the end.*>/);
  assert.equal(terminal.text.match(/only once/g).length, 1);
  assert.doesNotMatch(terminal.text, /something else/);
});

test("TRM-04 SND-11 input and prompts to an ended session are refused, never swallowed", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id: sessionId } = await finishCommand(client, home, "exit 0");

  const input = await client.refusal("terminal/input", { sessionId, data: "eA==" });
  const resize = await client.refusal("terminal/resize", { sessionId, cols: 100, rows: 30 });
  const send = await client.refusal("session/send", { sessionId, clientMessageId: "m", text: "anybody there?" });

  assert.equal(input.code, IllegalTransition);
  assert.equal(resize.code, IllegalTransition);
  assert.ok([IllegalTransition, 1005].includes(send.code), `${send.code} ${send.message}`);
});

test("LST-06 pages join without gap or repeat while sessions change", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const created = await Promise.all(Array.from({ length: 25 }, (_, index) =>
    finishCommand(client, home, "exit 0", { title: `row ${String(index).padStart(2, "0")}` })));

  const ids = [];
  let cursor;
  do {
    const page = await client.request("session/list", { sort: "title", limit: 10, ...(cursor && { cursor }) });
    assert.equal(page.total, 25);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await client.request("session/markRead", { sessionIds: [created[0].id], read: ids.length % 20 === 0 });
  } while (cursor !== undefined);

  assert.deepEqual(ids, created.map(({ id }) => id));
});

test("LST-06 filters and orders do what they say", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const beta = await finishCommand(client, home, "exit 0", { title: "Beta" });
  const alpha = await finishCommand(client, home, "exit 0", { title: "alpha 100%_x" });
  const gamma = await startCommand(client, home, LastsUntilStopped, { title: "gamma" });
  await client.request("session/archive", { sessionIds: [beta.id], archived: true });
  const titles = async params => (await client.request("session/list", params)).items.map(({ title }) => title);

  assert.deepEqual(await titles({ filter: { archived: true } }), ["Beta"]);
  assert.deepEqual(await titles({ filter: { phase: ["ended"], archived: false } }), [alpha.title]);
  assert.deepEqual(await titles({ filter: { phase: ["active", "detached"] } }), [gamma.title]);
  assert.deepEqual(await titles({ filter: { text: "100%_" } }), [alpha.title]);
  assert.deepEqual(await titles({ filter: { text: "BETA" } }), ["Beta"]);
  assert.deepEqual(await titles({ filter: { agent: ["codex"] } }), []);
  assert.deepEqual(await titles({ filter: { attention: true } }), []);
  assert.deepEqual(await titles({ sort: "created" }), [gamma.title, alpha.title, "Beta"]);
  assert.deepEqual(await titles({ sort: "title" }), [alpha.title, "Beta", gamma.title]);
});

test("LST-01 agents are listed with what they can do", Limit, async t => {
  const client = await Home.for(t).connect();

  const { agents } = await client.request("agent/list", {});

  for (const id of ["shell", "command", "claude", "codex", "gemini", "opencode", "goose", "aider"])
    assert.ok(agents.some(agent => agent.id === id), id);
  for (const agent of agents) {
    assert.equal(typeof agent.name, "string");
    assert.equal(typeof agent.installed, "boolean");
    assert.ok(agent.drivers.includes("terminal"), agent.id);
    assert.ok(Array.isArray(agent.permissionModes), agent.id);
  }
});

test("BP-01 host/status tells its process, sessions, connections and bounded queues", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect({ clientInfo: { name: "black box", version: "1.2.3" } });
  await startCommand(client, home, LastsUntilStopped);

  const status = await client.request("host/status", {});

  assert.equal(status.hostId, client.server.hostId);
  assert.equal(status.pid, home.hostPid());
  assert.ok(status.version.length > 0 && Date.parse(status.startedAt) <= Date.now() && status.memoryBytes > 1e6);
  assert.equal(Object.values(status.sessions).reduce((sum, count) => sum + count, 0), 1);
  assert.equal(status.connections.length, 1);
  assert.match(JSON.stringify(status.connections), /black box/);
  assert.ok(Array.isArray(status.queues) && typeof status.counters === "object");
});

function removedOn(client) {
  return client.notifications.filter(({ method }) => method === "sessions/changed").flatMap(({ params }) => params.removed ?? []);
}

function byId(left, right) {
  return left.id < right.id ? -1 : 1;
}
