// A state folder that fails: full, read-only, damaged. The full disk is a real one of two megabytes where the system
// allows to mount it, and else a limit on the size of every file the host writes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, openSync, closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Home, ServerPath } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { createCommand, finishCommand, isEnded, isUp, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const Echo = "stty -echo; echo ready; while read line; do echo \"got $line\"; done";

const notice = (client, type, position = 0) => client.waitFor("window/logMessage", params => params.type === type, position);

/** A home whose state lies on a disk of its own; undefined where none may be mounted. */
function homeOnSmallDisk(t) {
  const home = new Home();
  mkdirSync(home.state, { mode: 0o700 });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", home.state]).status === 0;
  t.after(async () => {
    await home.dispose().catch(error => {
      // The folder itself is busy until the disk is gone; everything else of the test is.
      if (!mounted || !/busy/.test(error.message)) throw error;
    });
    if (mounted) spawnSync("umount", [home.state]);
    rmSync(home.root, { recursive: true, force: true });
  });
  return mounted ? home : undefined;
}

/** Takes all the space there is, and returns how to give it back. */
function fill(folder) {
  const path = join(folder, "filler");
  const file = openSync(path, "w");
  const bytes = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, bytes);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
  return () => rmSync(path);
}

/** Sends prompts that store more and more until the disk has no room for one; answers that refusal. */
async function sendUntilRefused(client, sessionId) {
  for (let count = 0; ; count++) {
    const text = "x".repeat(4000);
    const error = await client.request("session/send", { sessionId, clientMessageId: `fill-${count}`, text }).then(() => undefined, error => error);
    if (error?.code === 1402) await client.watch("the queue to shrink", () => (client.changesOf(sessionId).at(-1)?.queued ?? 0) < 10 ? true : undefined);
    else if (error !== undefined) return error;
  }
}

test("STO-04 ID-01 on a full disk sessions go on, the user is told once, and durability comes back by itself", Limit, async t => {
  const home = homeOnSmallDisk(t);
  if (home === undefined) return t.diagnostic("mounting a small disk needs privileges that this account has not; the next test limits files instead");
  const client = await home.connect();
  const { id } = await startCommand(client, home, Echo);
  const other = await startCommand(client, home, "exec cat > /dev/null");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  const free = fill(home.state);
  const refusal = await sendUntilRefused(client, other.id);
  assert.equal(refusal.code, 1701);
  assert.match(refusal.message, /full/);
  assert.deepEqual([refusal.data.kind, refusal.data.retryable], ["storageFailed", true]);
  const { message } = await notice(client, 2);
  assert.match(message, /'state' is full: sessions go on/);
  assert.ok(!message.includes(home.root), "no path of this machine");

  await terminal.input("hello\n");
  await terminal.waitForText(/got hello/);
  assert.equal((await client.refusal("session/create", { agent: "command", args: ["/bin/true"], cwd: home.work })).code, 1701);
  await client.request("session/stop", { sessionId: other.id, force: true });
  const ended = await client.waitForSession(other.id, isEnded);
  assert.equal(ended.notDurable, true);
  const late = await home.connect();
  assert.equal((await notice(late, 2)).message, message);

  free();
  await notice(client, 3);
  const stored = await client.waitForSession(other.id, session => session.notDurable === undefined, "to be stored again");
  assert.equal(stored.phase, "ended");
  const types = client.notifications.filter(({ method }) => method === "window/logMessage").map(({ params }) => params.type);
  assert.deepEqual(types, [2, 3]);

  process.kill(home.hostPid(), "SIGKILL");
  await client.ended();
  const next = await home.connect();
  assert.deepEqual((({ phase, exit, title }) => ({ phase, exit, title }))((await next.request("session/get", { sessionId: other.id })).session),
    { phase: "ended", exit: ended.exit, title: ended.title });
  assert.equal((await next.request("session/get", { sessionId: id })).session.phase, "detached");
});

test("STO-04 where files may not grow sessions go on, can be stopped, and the user is told", Limit, async t => {
  // In units of 512 bytes: enough to begin, little to go on. A process that ignores the signal gets an error instead. The
  // runtime keeps its code in a file without a name, which would be limited too.
  const home = Home.for(t, { environment: { DOTNET_EnableWriteXorExecute: "0" }, launcher: ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 512; exec \"$@\"", "sh"] });
  const client = await home.connect();
  const { id } = await startCommand(client, home, Echo);
  const other = await startCommand(client, home, "exec cat > /dev/null");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);

  const refusal = await sendUntilRefused(client, other.id);
  assert.equal(refusal.code, 1701);
  await notice(client, 2);
  await terminal.input("hello\n");
  await terminal.waitForText(/got hello/);
  await client.request("session/stop", { sessionId: other.id, force: true });

  assert.equal((await client.waitForSession(other.id, isEnded)).exit.reason, "stopped");
});

test("STO-03 a damaged database is set aside and told, and the rest works", Limit, async t => {
  const home = Home.for(t);
  await stopped(home, async client => {
    for (let index = 0; index < 5; index++) await finishCommand(client, home, "exit 0", { title: `session ${index}` });
  });
  const database = join(home.state, "orchestrator.db");
  writeFileSync(database, Buffer.alloc(statSync(database).size, 0xa5));

  const client = await home.connect();
  const { message } = await notice(client, 2);
  const aside = readdirSync(home.state).find(name => name.startsWith("orchestrator.db.damaged-"));

  assert.ok(message.includes(aside), message);
  assert.ok(!message.includes(home.root), "no path of this machine");
  assert.equal(readFileSync(join(home.state, aside))[0], 0xa5);
  assert.deepEqual((await client.request("session/list", {})).items, []);
  assert.ok(isUp(await startCommand(client, home, "exec cat")));
});

test("STO-03 what can be read of a database with a torn end is kept", Limit, async t => {
  const home = Home.for(t);
  await stopped(home, async client => {
    for (let index = 0; index < 30; index++) await finishCommand(client, home, "exit 0", { title: `session ${index}` });
  });
  const database = join(home.state, "orchestrator.db");
  const whole = readFileSync(database);
  writeFileSync(database, whole.subarray(0, Math.floor(whole.length / 4096 / 2) * 4096));

  const client = await home.connect();
  const { message } = await notice(client, 2);
  const { items } = await client.request("session/list", {});

  assert.match(message, /set aside/);
  assert.match(message, new RegExp(`${items.length === 0 ? "nothing in it could be read" : `${items.length} sessions? `}`));
  assert.ok(items.every(({ phase, title }) => phase === "ended" && /^session \d+$/.test(title)));
});

for (const [what, prepare] of [
  ["a file", home => writeFileSync(home.state, "")],
  ["where nothing can be made", home => { home.state = "/proc/orchestrator-state"; }],
  ["on a read-only disk", home => {
    mkdirSync(home.state, { mode: 0o700 });
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "ro,mode=700", "tmpfs", home.state]).status !== 0) return "mounting needs privileges that this account has not";
  }],
]) {
  for (const verb of [["host"], ["serve", "--stdio"], ["serve", "--stdio", "--embedded"]]) {
    test(`STO-03 ${verb.join(" ")} with a state folder that is ${what} says so in one sentence and ends`, { ...Limit, skip: process.platform !== "linux" && "asks for what Linux has" }, t => {
      const home = new Home();
      t.after(() => {
        spawnSync("umount", [home.state]);
        rmSync(home.root, { recursive: true, force: true });
      });
      const reason = prepare(home);
      if (reason !== undefined) return t.diagnostic(reason);

      const run = spawnSync(ServerPath, verb, { env: home.environment, encoding: "utf8", timeout: 15_000, input: "" });

      assert.equal(run.status, 1, run.stderr);
      assert.match(run.stderr, /^orchestrator: The state folder '[^\n]*' cannot be used: [^\n]* set ORCHESTRATOR_HOME to another one\.\n$/);
      assert.ok(run.stderr.includes(`'${home.state}'`), run.stderr);
      assert.equal(run.stdout, "");
    });
  }
}

/** Runs `use` against a host that has ended cleanly afterwards. */
async function stopped(home, use) {
  const client = await home.connect();
  await use(client);
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  await eventually("the host to end", () => home.processes().length === 0);
}
