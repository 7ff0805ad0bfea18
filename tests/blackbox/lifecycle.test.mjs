import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import { Home } from "./support/home.mjs";
import { Limit } from "./support/limits.mjs";
import { RawConnection } from "./support/raw.mjs";
import { createCommand, LastsUntilStopped } from "./support/sessions.mjs";

const ServerNotInitialized = -32002;
const InvalidRequest = -32600;
const MethodNotFound = -32601;
const InvalidParams = -32602;
const RequestCancelled = -32800;

test("CON-14 initialize tells who answers, what it can do and its limits", Limit, async t => {
  const home = Home.for(t);

  const client = await home.connect();

  const { serverInfo, protocolVersion, hostId, capabilities, limits } = client.server;
  assert.ok(serverInfo.name && serverInfo.version && protocolVersion && hostId);
  assert.equal(capabilities.agents, true);
  assert.equal(limits.liveSessions, 4);
  assert.equal(limits.terminalWindowBytes, 256 * 1024);
  assert.equal(limits.maxMessageBytes, 16 * 1024 * 1024);
  assert.equal(typeof limits.snapshotScrollbackLines, "number");
});

test("CON-14 SUB-16 before initialize every request is refused with -32002, known or not", Limit, async t => {
  const client = Home.for(t).serve();

  for (const method of ["session/list", "host/status", "no/such", "$/no/such", "shutdown"])
    assert.equal((await client.refusal(method, {})).code, ServerNotInitialized, method);

  assert.ok((await client.initialize()).hostId);
});

test("CON-14 notifications before initialize are dropped", Limit, async t => {
  const client = Home.for(t).serve();

  await client.notify("terminal/ack", { sessionId: "none", epoch: "none", offset: 1 });
  await client.notify("initialized", {});
  await client.notify("no/such", {});

  assert.equal((await client.refusal("session/list", {})).code, ServerNotInitialized);
  assert.ok((await client.initialize()).hostId);
});

test("CON-14 a second initialize is refused with -32600 and changes nothing", Limit, async t => {
  const client = await Home.for(t).connect();

  assert.equal((await client.refusal("initialize", { capabilities: {} })).code, InvalidRequest);

  assert.deepEqual((await client.request("session/list", {})).items, []);
});

test("CON-14 a refused initialize may be tried again", Limit, async t => {
  const client = Home.for(t).serve();

  assert.equal((await client.refusal("initialize", { capabilities: "none" })).code, InvalidParams);

  assert.ok((await client.initialize()).hostId);
});

test("CON-14 no notification is sent before initialized", Limit, async t => {
  const home = Home.for(t);
  const other = await home.connect();
  const early = home.serve();
  await early.request("initialize", { capabilities: {} });

  const session = await createCommand(other, home, LastsUntilStopped);
  await other.waitFor("sessions/changed", ({ changed }) => changed.some(({ id }) => id === session.id));
  // An answer is sent after everything that was due before it.
  await early.request("session/list", {});
  assert.deepEqual(early.notifications.filter(({ method }) => method.startsWith("session")), []);

  await early.notify("initialized", {});
  await other.request("session/rename", { sessionId: session.id, title: "heard" });
  await early.waitFor("sessions/changed", ({ changed }) => changed.some(({ title }) => title === "heard"));
});

test("CON-14 shutdown answers null, refuses what follows, and exit then ends with 0", Limit, async t => {
  const client = await Home.for(t).connect();

  assert.equal(await client.request("shutdown"), null);
  for (const method of ["session/list", "initialize", "shutdown", "no/such"])
    assert.equal((await client.refusal(method, {})).code, InvalidRequest, method);
  await client.notify("exit");

  assert.deepEqual(await client.ended(), { code: 0, signal: null });
});

test("CON-14 exit without shutdown ends with 1", Limit, async t => {
  const client = await Home.for(t).connect();

  await client.notify("exit");

  assert.deepEqual(await client.ended(), { code: 1, signal: null });
});

test("CON-14 exit before initialize ends with 1", Limit, async t => {
  const client = Home.for(t).serve();

  await client.notify("exit");

  assert.deepEqual(await client.ended(), { code: 1, signal: null });
});

test("CON-07 TRM-02 the end of stdin ends serve with 1, and the session lives on", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const session = await createCommand(client, home, LastsUntilStopped);

  client.closeInput();

  assert.deepEqual(await client.ended(), { code: 1, signal: null });
  await assertRunsFor(await home.connect(), session);
});

test("CON-07 the end of stdin after shutdown ends serve with 0", Limit, async t => {
  const client = await Home.for(t).connect();

  await client.request("shutdown");
  client.closeInput();

  assert.deepEqual(await client.ended(), { code: 0, signal: null });
});

test("CON-07 exit leaves the session running", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const session = await createCommand(client, home, LastsUntilStopped);

  await client.request("shutdown");
  await client.notify("exit");
  await client.ended();

  await assertRunsFor(await home.connect(), session);
});

test("CON-07 the death of processId ends serve, and the session lives on", Limit, async t => {
  const home = Home.for(t);
  const editor = spawn("sleep", ["600"], { stdio: "ignore" });
  t.after(() => editor.kill("SIGKILL"));
  const client = await home.connect({ processId: editor.pid });
  const session = await createCommand(client, home, LastsUntilStopped);

  const diedAt = performance.now();
  editor.kill("SIGKILL");

  assert.deepEqual(await client.ended(), { code: 1, signal: null });
  t.diagnostic(`serve ended ${Math.round(performance.now() - diedAt)} ms after its editor`);
  await assertRunsFor(await home.connect(), session);
});

test("CON-07 a processId that is already dead ends serve", Limit, async t => {
  const editor = spawn("true", { stdio: "ignore" });
  await new Promise(resolve => editor.once("close", resolve));
  const client = Home.for(t).serve();

  // The answer and the end race; only the end is promised.
  await Promise.allSettled([client.request("initialize", { processId: editor.pid, capabilities: {} })]);

  assert.deepEqual(await client.ended(), { code: 1, signal: null });
});

test("CON-14 SUB-16 unknown methods and unknown $/ requests get -32601, unknown $/ notifications are ignored", Limit, async t => {
  const client = await Home.for(t).connect();

  assert.equal((await client.refusal("no/such", {})).code, MethodNotFound);
  assert.equal((await client.refusal("$/no/such", {})).code, MethodNotFound);
  assert.equal((await client.refusal("Session/List", {})).code, MethodNotFound);
  await client.notify("$/no/such", { any: 1 });
  await client.notify("no/such", { any: 1 });

  assert.equal((await client.request("session/list", {})).total, 0);
});

test("CON-14 cancelling an id that is not in flight is ignored", Limit, async t => {
  const client = await Home.for(t).connect();

  for (const id of [424242, "none", -1]) await client.notify("$/cancelRequest", { id });

  assert.equal((await client.request("session/list", {})).total, 0);
});

test("CON-14 a cancelled request is still answered", Limit, async t => {
  const client = await Home.for(t).connect();
  const cancellation = new CancellationTokenSource();

  const answer = client.request("agent/list", { refresh: true }, cancellation.token);
  cancellation.cancel();
  const outcome = await answer.then(result => ({ result }), error => ({ error }));

  if (outcome.error === undefined) assert.ok(Array.isArray(outcome.result.agents));
  else assert.equal(outcome.error.code, RequestCancelled);
});

test("CON-14 $/setTrace is accepted with every value, known or not", Limit, async t => {
  const client = await Home.for(t).connect();

  for (const value of ["verbose", "messages", "off", "loud"]) await client.notify("$/setTrace", { value });

  assert.equal((await client.request("session/list", {})).total, 0);
});

test("SEC-03 positional params are refused with -32602", Limit, async t => {
  const home = Home.for(t);
  const raw = new RawConnection(home);
  await raw.initialize();

  raw.sendMessage({ jsonrpc: "2.0", id: 1, method: "session/list", params: [] });
  raw.sendMessage({ jsonrpc: "2.0", id: 2, method: "session/get", params: ["id"] });
  raw.sendMessage({ jsonrpc: "2.0", id: 3, method: "session/list", params: {} });

  assert.equal((await raw.answerTo(1)).error.code, InvalidParams);
  assert.equal((await raw.answerTo(2)).error.code, InvalidParams);
  assert.equal((await raw.answerTo(3)).result.total, 0);
});

test("SEC-03 params may be missing or null where every member is optional, and only there", Limit, async t => {
  const home = Home.for(t);
  const raw = new RawConnection(home);
  await raw.initialize();

  raw.sendMessage({ jsonrpc: "2.0", id: 1, method: "session/list" });
  raw.sendMessage({ jsonrpc: "2.0", id: 2, method: "host/status" });
  raw.sendMessage({ jsonrpc: "2.0", id: 3, method: "project/list" });
  raw.sendMessage({ jsonrpc: "2.0", id: 4, method: "session/get" });
  raw.sendMessage({ jsonrpc: "2.0", id: 5, method: "session/list", params: null });

  assert.deepEqual((await raw.answerTo(1)).result.items, []);
  assert.ok((await raw.answerTo(2)).result.hostId);
  assert.deepEqual((await raw.answerTo(3)).result.projects, []);
  assert.equal((await raw.answerTo(4)).error.code, InvalidParams);
  assert.deepEqual((await raw.answerTo(5)).result.items, []);
});

/** The session is listed, has a live phase, and its process answers to a signal. */
async function assertRunsFor(client, session) {
  const found = await client.waitForSession(session.id, ({ phase }) => phase !== "created" && phase !== "starting");
  assert.match(found.phase, /^(active|detached)$/);
}
