import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Home, ServerPath } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { RawConnection } from "./support/raw.mjs";
import { createCommand, finishCommand, isEnded, isUp, LastsUntilStopped, startCommand, textOf, typeUntilShown } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const OnLinux = process.platform === "linux" ? Limit : { ...Limit, skip: "what is asked here is read from /proc, which only Linux has" };

test("CON-12 STO-05 many serves that start at once end with one host", Limit, async t => {
  const home = Home.for(t);

  const clients = await Promise.all(Array.from({ length: 5 }, () => home.connect()));

  assert.equal(new Set(clients.map(({ server }) => server.hostId)).size, 1);
  assert.equal(home.serversAs("host").length, 1);
});

test("CON-12 files left behind by a host that was killed do not prevent a start", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  process.kill(home.hostPid(), "SIGKILL");
  await first.ended();

  const second = await home.connect();

  assert.notEqual(second.server.hostId, first.server.hostId);
});

test("CON-12 what looks like the lock and the socket of a host but is none does not prevent a start", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const left = readdirSync(home.state).filter(name => isLockOrSocket(join(home.state, name)));
  assert.ok(left.length > 0, "a host leaves a trace of itself while it runs");
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();
  await eventually("the host to end", () => home.processes().length === 0);

  for (const name of left) {
    rmSync(join(home.state, name), { force: true });
    writeFileSync(join(home.state, name), "12345\nleft behind");
  }
  const second = await home.connect();

  assert.ok(second.server.hostId);
});

test("CON-07 TRM-02 killing serve leaves the session running for the next one to see", Limit, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id } = await startCommand(first, home, "stty -echo; echo ready; exec cat");
  await first.request("session/reveal", { sessionId: id });

  first.kill("SIGKILL");
  await first.ended();
  const second = await home.connect();
  assert.equal(second.server.hostId, first.server.hostId);
  const terminal = new Terminal(second, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);
  await terminal.input("alive\r");
  await terminal.waitForText(/alive/);
});

test("CON-02 PH-08 the death of the only viewer makes its sessions detached", Limit, async t => {
  const home = Home.for(t);
  const watcher = await home.connect();
  const viewer = await home.connect();
  const { id } = await startCommand(watcher, home, LastsUntilStopped);
  await viewer.request("session/reveal", { sessionId: id });
  await watcher.waitForSession(id, ({ phase }) => phase === "active");

  viewer.kill("SIGKILL");

  await watcher.waitForSession(id, ({ phase }) => phase === "detached");
  await eventually("the connection to be forgotten", async () => (await watcher.request("host/status", {})).connections.length === 1);
});

test("STO-01 STO-08 CON-10 killing the host ends serve with a sentence, and its sessions go on with the next host", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id } = await startCommand(first, home, "stty -echo; echo before; while read line; do echo \"got $line\"; done", { title: "survivor" });
  const { detail } = await first.request("session/get", { sessionId: id });

  process.kill(home.hostPid(), "SIGKILL");
  const { code, signal } = await first.ended();

  assert.equal(signal, null);
  assert.notEqual(code, 0);
  assert.match(first.stderr, /\w+ \w+ \w+/);
  assert.doesNotMatch(first.stderr, /\n\s+at /, "a sentence, not a stack trace");

  const second = await home.connect();
  assert.notEqual(second.server.hostId, first.server.hostId);
  const after = await second.request("session/get", { sessionId: id });
  assert.equal(after.session.phase, "detached");
  assert.equal(after.session.title, "survivor");
  assert.equal(after.detail.pid, detail.pid);
  await typeUntilShown(second, id, "hello", "before\ngot hello");
});

test("STO-01 PH-07 AGT-08 killing the holder ends its sessions as lost, with all they started, and new ones start at once", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, "trap '' HUP TERM INT; echo last words; while :; do sleep 0.05; done");
  await eventually("its words", async () => (await textOf(client, id)) === "last words");

  const [{ pid }] = home.serversAs("hold");
  assert.equal((await client.request("host/status", {})).holderPid, pid);
  process.kill(pid, "SIGKILL");
  const session = await client.waitForSession(id, isEnded);

  assert.equal(session.exit.reason, "lost");
  assert.equal(await textOf(client, id), "last words");
  assert.deepEqual(home.agents(), []);
  const next = await startCommand(client, home, LastsUntilStopped);
  assert.ok(isUp(next));
});

test("STO-01 STO-02 killing host and holder leaves no process, and the next host tells that the session was lost", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id } = await startCommand(first, home, "trap '' HUP TERM INT; while :; do sleep 0.05; done");
  const [host, holder] = [home.hostPid(), home.serversAs("hold")[0].pid];

  process.kill(host, "SIGKILL");
  process.kill(holder, "SIGKILL");
  await first.ended();
  const second = await home.connect();
  const session = await second.waitForSession(id, isEnded);

  assert.equal(session.exit.reason, "lost");
  assert.deepEqual(home.agents(), []);
});

test("CON-12 two serves whose host was killed come back to one host", OnLinux, async t => {
  const home = Home.for(t);
  const before = await Promise.all([home.connect(), home.connect()]);
  process.kill(home.hostPid(), "SIGKILL");
  await Promise.all(before.map(client => client.ended()));

  const after = await Promise.all([home.connect(), home.connect()]);

  assert.equal(after[0].server.hostId, after[1].server.hostId);
});

test("STO-09 ID-04 sessions and projects survive a clean restart", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { project } = await first.request("project/add", { path: home.work, name: "kept" });
  const { id } = await finishCommand(first, home, "exit 6", { title: "kept too", projectId: project.id });
  await first.request("session/archive", { sessionIds: [id], archived: true });
  const { session: before } = await first.request("session/get", { sessionId: id });
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();
  await eventually("the host to end", () => home.processes().length === 0);

  const second = await home.connect();
  const { revision, ...after } = (await second.request("session/get", { sessionId: id })).session;

  assert.notEqual(second.server.hostId, first.server.hostId);
  assert.ok(revision >= before.revision);
  assert.deepEqual({ ...after, revision: before.revision }, before);
  assert.deepEqual((await second.request("project/list", {})).projects, [project]);
});

test("STO-09 host/shutdown now ends host and serve, and leaves the sessions to the next host", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id } = await startCommand(first, home, LastsUntilStopped);

  assert.deepEqual(await first.request("host/shutdown", { mode: "now" }), {});
  await first.ended();
  await eventually("the host to end", () => home.serversAs("host").length === 0);
  const second = await home.connect();

  assert.ok(isUp((await second.request("session/get", { sessionId: id })).session));
});

test("STO-09 host/shutdown whenIdle waits for the last session", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, LastsUntilStopped);

  await client.request("host/shutdown", { mode: "whenIdle" });
  assert.ok(isUp((await client.request("session/get", { sessionId: id })).session));
  await client.request("session/stop", { sessionId: id, force: true });
  client.closeInput();

  await eventually("the host to end", () => home.processes().length === 0);
});

test("PERF-03 a host with nothing to do ends by itself", OnLinux, async t => {
  const home = Home.for(t);
  const host = spawn(ServerPath, ["host", "--idle-exit-seconds", "1"], { env: home.environment, cwd: home.work, stdio: "ignore" });
  home.onDispose(() => host.kill("SIGKILL"));

  const code = await new Promise(resolve => host.once("close", resolve));

  assert.equal(code, 0);
});

test("PERF-03 a host with a client or a session does not end by idleness", OnLinux, async t => {
  const home = Home.for(t);
  const host = spawn(ServerPath, ["host", "--idle-exit-seconds", "1"], { env: home.environment, cwd: home.work, stdio: "ignore" });
  home.onDispose(() => host.kill("SIGKILL"));
  const ended = new Promise(resolve => host.once("close", resolve));
  const client = await home.connect();
  const { id } = await startCommand(client, home, "sleep 3; exit 0");

  client.kill();
  await client.ended();
  const again = await home.connect();
  assert.equal(again.server.hostId, client.server.hostId);
  assert.equal((await again.waitForSession(id, isEnded)).exit.code, 0);
  again.closeInput();

  assert.equal(await ended, 0);
});

test("SEC-02 the state folder is the owner's alone, and so is every socket in it", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  await startCommand(client, home, LastsUntilStopped);

  assert.equal(statSync(home.state).mode & 0o777, 0o700);
  const sockets = readdirSync(home.state, { recursive: true }).map(name => join(home.state, name)).filter(path => lstatSync(path).isSocket());
  for (const socket of sockets) assert.equal(lstatSync(socket).mode & 0o777, 0o600, socket);
});

test("SEC-02 a state folder that others may read is closed", OnLinux, async t => {
  const home = Home.for(t);
  mkdirSync(home.state, { mode: 0o755 });

  await home.connect();

  assert.equal(statSync(home.state).mode & 0o777, 0o700);
});

test("SEC-02 nothing listens on TCP or UDP", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  await startCommand(client, home, LastsUntilStopped);

  const inodes = home.processes().flatMap(({ pid }) => socketInodesOf(pid));
  const listening = ["tcp", "tcp6", "udp", "udp6"].flatMap(inetSockets).filter(({ inode }) => inodes.includes(inode));

  assert.deepEqual(listening, []);
});

test("TRM-08 an agent inherits no descriptor but its terminal", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, LastsUntilStopped);

  const { pid } = (await client.request("session/get", { sessionId: id })).detail;

  assert.deepEqual(readdirSync(`/proc/${pid}/fd`).sort(), ["0", "1", "2"]);
  assert.match(readlinkSync(`/proc/${pid}/fd/1`), /^\/dev\/pts\//);
});

test("an agent is told what kind of terminal it has", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await createCommand(client, home, "env; echo the-end; exec sleep 600", { cols: 500, rows: 24 });
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/the-end/);

  assert.match(terminal.text, /^TERM=xterm-256color\r$/m);
});

test("the host does not hold the editor's pipes open", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  await startCommand(client, home, LastsUntilStopped);

  client.kill("SIGKILL");

  // `close` comes only when the last holder of stdout and stderr has let go of them.
  await client.ended();
});

test("stdout carries frames and nothing else, from the first byte to the last", Limit, async t => {
  const home = Home.for(t);
  const raw = new RawConnection(home);

  await raw.initialize();
  raw.sendMessage({ jsonrpc: "2.0", method: "$/setTrace", params: { value: "verbose" } });
  raw.sendMessage({ jsonrpc: "2.0", id: 1, method: "session/create", params: { agent: "command", args: ["/bin/echo", "x"], cwd: home.work } });
  assert.ok((await raw.answerTo(1)).result.session.id);
  raw.sendMessage({ jsonrpc: "2.0", id: 2, method: "shutdown" });
  assert.equal((await raw.answerTo(2)).result, null);
  raw.sendMessage({ jsonrpc: "2.0", method: "exit" });

  assert.deepEqual(await raw.closed(), { code: 0, signal: null });
  for (const message of raw.messages) assert.equal(message.jsonrpc, "2.0");
});

test("serve --embedded serves alone and takes its sessions along", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect({}, "--embedded");
  const { terminal } = await echoing(client, home);
  assert.deepEqual(home.serversAs("host"), []);

  await terminal.input("embedded");
  await terminal.waitForText(/embedded/);
  await client.request("shutdown");
  await client.notify("exit");

  assert.deepEqual(await client.ended(), { code: 0, signal: null });
  await eventually("its sessions to end", () => home.processes().length === 0);
});

test("STO-05 PH-07 serve --embedded is refused while sessions of its folder run outside, and they are not believed lost", OnLinux, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id } = await startCommand(first, home, LastsUntilStopped);
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();
  await eventually("the host to end", () => home.serversAs("host").length === 0);

  const embedded = home.serve("--embedded");
  const { code } = await embedded.ended();

  assert.equal(code, 1);
  assert.match(embedded.stderr, /run outside/);
  const next = await home.connect();
  assert.ok(isUp((await next.request("session/get", { sessionId: id })).session));
});

function isLockOrSocket(path) {
  return lstatSync(path).isSocket() || /\.(lock|pid)$/.test(path);
}

async function echoing(client, home) {
  const { id } = await createCommand(client, home, "stty -echo -icanon; echo ready; exec cat");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);
  return { id, terminal };
}

function socketInodesOf(pid) {
  return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
    try {
      return [...readlinkSync(`/proc/${pid}/fd/${fd}`).matchAll(/^socket:\[(\d+)\]$/g)].map(([, inode]) => inode);
    } catch (error) {
      // The descriptor was closed between the listing and the reading.
      if (error.code === "ENOENT") return [];
      throw error;
    }
  });
}

/** Sockets of the Internet families that the kernel knows in our network namespace. */
function inetSockets(family) {
  return readFileSync(`/proc/net/${family}`, "utf8").trim().split("\n").slice(1)
    .map(line => line.trim().split(/\s+/))
    .map(fields => ({ family, local: fields[1], state: fields[3], inode: fields[9] }));
}

test("BP-01 BP-04 STO-09 a client that never reads holds up neither another client nor the end of the host", OnLinux, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id } = await startCommand(client, home, "echo ready; exec yes flood");
  const hung = new RawConnection(home);
  await hung.initialize();
  hung.stopReading();
  for (let request = 0; request < 400; request++)
    hung.sendMessage({ jsonrpc: "2.0", id: request, method: "session/reveal", params: { sessionId: id } });

  const { total } = await client.request("session/list", {});
  assert.equal(total, 1);
  const { queues } = await client.request("host/status", {});
  for (const { name, items, maxItems } of queues) assert.ok(items <= maxItems, `${name} holds ${items}`);
  await client.request("host/shutdown", { mode: "now" });

  await eventually("the host to end", () => home.serversAs("host").length === 0);
});
