import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { Home } from "./support/home.mjs";
import { Limit } from "./support/limits.mjs";
import { frame, RawConnection } from "./support/raw.mjs";
import { finishCommand, isEnded, LastsUntilStopped, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const ParseError = -32700;
const InvalidRequest = -32600;
const InvalidParams = -32602;
const SessionNotFound = 1001;
const AgentNotFound = 1101;
const AgentNotInstalled = 1102;
const AgentFailedToStart = 1103;
const InvalidCursor = 1501;
const LimitReached = 1601;

// One server takes all of it: after each of these a session that ran before must still answer.
let home;
let client;
let bystander;
let bystanderId;
let echoes = 0;

before(async () => {
  home = new Home();
  client = await home.connect();
  bystanderId = (await startCommand(client, home, "stty -echo; echo ready; exec cat", { title: "bystander" })).id;
  bystander = new Terminal(client, bystanderId);
  await bystander.reveal();
  await bystander.waitForText(/ready/);
});

afterEach(async () => {
  const word = `still here ${++echoes}`;
  await bystander.input(`${word}\n`);
  await bystander.waitForText(new RegExp(word));
  assert.equal((await client.request("session/get", { sessionId: bystanderId })).session.title, "bystander");
});

after(() => home.dispose());

const create = params => ({ agent: "command", args: ["/bin/true"], cwd: home.work, ...params });

/** The error of a refused request; what it tells must be fit to be shown. */
async function refusal(method, params, code) {
  const error = await client.refusal(method, params);
  assert.equal(error.code, code, `${method} ${JSON.stringify(params).slice(0, 200)}: ${error.code} ${error.message}`);
  assert.ok(error.message.length > 0 && error.message.length < 2000, "a message is a sentence");
  assert.doesNotMatch(error.message, /   at |Exception/, "no stack trace is told");
  if (code > 0) {
    assert.equal(typeof error.data.kind, "string");
    assert.equal(typeof error.data.retryable, "boolean");
  }
  return error;
}

test("SEC-03 an unknown agent is refused with 1101", Limit, async () => {
  const error = await refusal("session/create", create({ agent: "no-such-agent" }), AgentNotFound);

  assert.match(error.message, /no-such-agent/);
  assert.equal(error.data.kind, "agentNotFound");
});

test("SEC-03 an agent of the catalogue that is not installed is refused with 1102", Limit, async () => {
  const { agents } = await client.request("agent/list", {});
  const missing = agents.find(({ installed }) => !installed);
  assert.ok(missing, "no machine has every agent program");

  const error = await refusal("session/create", create({ agent: missing.id, args: [] }), AgentNotInstalled);

  assert.equal(error.data.kind, "agentNotInstalled");
});

test("SEC-03 a folder that does not exist is refused or ends the row with a reason", Limit, async () => {
  await assertNotStarted(create({ cwd: join(home.work, "missing") }), /missing/);
});

test("SEC-03 a folder that is a file is refused or ends the row with a reason", Limit, async () => {
  const file = join(home.work, "a-file");
  writeFileSync(file, "not a folder");

  await assertNotStarted(create({ cwd: file }), /a-file/);
});

test("SEC-03 a folder without permission is refused or ends the row with a reason", Limit, async t => {
  const locked = Home.for(t, { launcher: withoutPowerOverFiles() });
  const folder = join(locked.work, "locked");
  mkdirSync(folder, { mode: 0o000 });

  await assertNotStarted(create({ cwd: folder }), /locked/, await locked.connect());
});

test("SEC-03 a relative folder is refused with -32602", Limit, async () => {
  await refusal("session/create", create({ cwd: "work" }), InvalidParams);
  await refusal("session/create", create({ cwd: "" }), InvalidParams);
});

test("SEC-03 a command that does not exist is refused or ends the row with a reason", Limit, async () => {
  await assertNotStarted(create({ args: ["/no/such/program"] }), /no\/such\/program/);
  await assertNotStarted(create({ args: ["no-such-program-on-the-path"] }), /no-such-program-on-the-path/);
});

test("SEC-03 a command that is not a program is refused or ends the row with a reason", Limit, async () => {
  const file = join(home.work, "not-executable");
  writeFileSync(file, "text", { mode: 0o644 });

  await assertNotStarted(create({ args: [file] }), /not-executable/);
});

test("SEC-03 a command without a program is refused with -32602", Limit, async () => {
  await refusal("session/create", create({ args: [] }), InvalidParams);
  await refusal("session/create", create({ args: [""] }), InvalidParams);
  await refusal("session/create", { agent: "command", cwd: home.work }, InvalidParams);
});

test("SEC-03 a program that fails tells its last lines in the row", Limit, async () => {
  const session = await finishCommand(client, home, "echo first; echo 'cannot find the licence key' >&2; exit 3");

  assert.equal(session.exit.code, 3);
  assert.match(session.activityDetail ?? "", /cannot find the licence key/);
});

test("SEC-04 10 MB of input is refused with 1601 and none of it arrives", Limit, async () => {
  const data = Buffer.alloc(10 * 1024 * 1024, "x").toString("base64");

  await refusal("terminal/input", { sessionId: bystanderId, data }, LimitReached);

  assert.doesNotMatch(bystander.text, /x{100}/);
});

for (const [cols, rows] of [[0, 0], [-1, 24], [80, -1], [10000, 10000], [1.5, 24], [80, 2 ** 40], ["80", 24], [null, 24]]) {
  test(`TRM-05 the size ${cols}x${rows} is refused with -32602`, Limit, async () => {
    const sessionId = bystanderId;

    await refusal("terminal/resize", { sessionId, cols, rows }, InvalidParams);
    if (cols === null) return;
    await refusal("session/create", create({ cols, rows }), InvalidParams);
    await refusal("session/reveal", { sessionId, cols, rows }, InvalidParams);
  });
}

const HostileIds = {
  "with a slash": "a/b",
  "that climbs": "../../etc/passwd",
  "that is dots": "..",
  "with NUL": "a\0b",
  "with control characters": "a\u001b]0;x\u0007b\n",
  "of 10,000 characters": "a".repeat(10_000),
  "that is empty": "",
  "with a lone surrogate": "\ud800",
};

for (const [what, sessionId] of Object.entries(HostileIds)) {
  test(`SEC-01 an id ${what} names no session and reaches no path`, Limit, async () => {
    const before = treeOf(home.root);

    for (const [method, params] of [
      ["session/get", { sessionId }],
      ["session/reveal", { sessionId }],
      ["session/stop", { sessionId }],
      ["session/delete", { sessionId }],
      ["session/rename", { sessionId, title: "x" }],
      ["session/send", { sessionId, clientMessageId: "1", text: "x" }],
      ["session/queue", { sessionId }],
      ["session/unqueue", { sessionId, messageId: "x" }],
      ["terminal/input", { sessionId, data: "" }],
      ["terminal/resize", { sessionId, cols: 80, rows: 24 }],
      ["terminal/snapshot", { sessionId, format: "text" }],
    ]) {
      const error = await client.refusal(method, params);
      assert.ok([SessionNotFound, InvalidParams].includes(error.code), `${method}: ${error.code} ${error.message}`);
      assert.ok(!/[\0-\x08\x0b-\x1f]/.test(error.message), "control characters do not reach a person's screen");
      assert.ok(error.message.length < 2000, "a message stays a sentence");
    }

    assert.deepEqual(treeOf(home.root), before);
  });

  test(`SEC-01 a session cannot be given an id ${what}`, Limit, async () => {
    const before = treeOf(home.root);

    await refusal("session/create", create({ clientSessionId: sessionId }), InvalidParams);

    assert.deepEqual(treeOf(home.root), before);
  });
}

test("SEC-03 unknown members are ignored", Limit, async () => {
  const { session } = await client.request("session/create", create({ surprise: { deep: [1, 2] }, title: "tolerant" }));

  assert.equal(session.title, "tolerant");
  assert.ok((await client.request("session/list", { filter: { colour: "red" }, surprise: 1 })).total > 0);
});

for (const [method, params, member] of [
  ["session/get", { sessionId: 7 }, "sessionId"],
  ["session/get", { sessionId: null }, "sessionId"],
  ["session/get", {}, "sessionId"],
  ["session/create", { agent: ["command"] }, "agent"],
  ["session/create", { agent: "command", args: "/bin/true" }, "args"],
  ["session/create", { agent: "command", args: [1] }, "args"],
  ["session/create", { agent: "command", args: ["/bin/true"], env: { A: 1 } }, "env"],
  ["session/list", { limit: "10" }, "limit"],
  ["session/list", { filter: { archived: "yes" } }, "archived"],
  ["session/archive", { sessionIds: "one", archived: true }, "sessionIds"],
  ["session/archive", { sessionIds: [] }, "archived"],
  ["terminal/input", { sessionId: "x", data: 5 }, "data"],
]) {
  test(`SEC-03 ${method} with ${JSON.stringify(params)} is refused with -32602 that names ${member}`, Limit, async () => {
    const error = await refusal(method, params, InvalidParams);

    assert.match(JSON.stringify([error.message, error.data ?? ""]), new RegExp(member));
  });
}

test("SEC-03 an enum string that this version does not know is ignored", Limit, async () => {
  const list = await client.request("session/list", { sort: "phase-of-the-moon", filter: { phase: ["active", "dreaming"] } });

  assert.ok(list.items.some(({ title }) => title === "bystander"));
});

test("SEC-03 data that is not base64 is refused with -32602", Limit, async () => {
  const sessionId = bystanderId;

  for (const data of ["!!!!", "YQ", "YQ==YQ==", "a b c"]) await refusal("terminal/input", { sessionId, data }, InvalidParams);
});

test("SEC-04 titles, environments and prompts beyond their bounds are refused", Limit, async () => {
  const sessionId = bystanderId;
  const huge = "x".repeat(2 * 1024 * 1024);

  for (const [method, params] of [
    ["session/rename", { sessionId, title: huge }],
    ["session/rename", { sessionId, title: "" }],
    ["session/rename", { sessionId, title: "\u0007\u001b" }],
    ["session/create", create({ title: huge })],
    ["session/create", create({ env: { BIG: huge } })],
    ["session/create", create({ env: { "A=B": "1" } })],
    ["session/create", create({ env: { "": "1" } })],
    ["session/create", create({ env: { A: "1\0B=2" } })],
    ["session/create", create({ args: ["/bin/echo", "a\0b"] })],
    ["session/send", { sessionId, clientMessageId: "big", text: huge }],
    ["session/send", { sessionId, clientMessageId: "", text: "x" }],
    ["session/send", { sessionId, clientMessageId: "i".repeat(129), text: "x" }],
  ]) {
    const error = await client.refusal(method, params);
    assert.ok([InvalidParams, LimitReached].includes(error.code), `${method}: ${error.code} ${error.message}`);
  }
});

test("LST-06 pages of 0, 501 or -1 sessions are refused with -32602", Limit, async () => {
  for (const limit of [0, 501, -1, 1.5]) await refusal("session/list", { limit }, InvalidParams);

  assert.ok((await client.request("session/list", { limit: 500 })).items.length > 0);
});

test("LST-06 a cursor that was not given is refused with 1501", Limit, async () => {
  for (const cursor of ["zzz", "", "../..", "MTIz", "a".repeat(10_000)]) await refusal("session/list", { cursor }, InvalidCursor);
});

test("LST-06 a cursor of another filter or order is refused with 1501", Limit, async () => {
  await finishCommand(client, home, "exit 0");
  await finishCommand(client, home, "exit 0");
  const { nextCursor } = await client.request("session/list", { limit: 1, sort: "created" });
  assert.ok(nextCursor);

  await refusal("session/list", { limit: 1, sort: "title", cursor: nextCursor }, InvalidCursor);
  await refusal("session/list", { limit: 1, sort: "created", filter: { text: "x" }, cursor: nextCursor }, InvalidCursor);
});

test("SEC-03 params nested 100,000 deep are refused and the connection lives or closes alone", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();

  raw.send(frame(`{"jsonrpc":"2.0","id":1,"method":"session/list","params":${"[".repeat(100_000)}${"]".repeat(100_000)}}`));

  // A reader that bounds depth may fail before it has seen the id.
  const answer = await Promise.race([raw.answerTo(1), raw.answerTo(null)]);
  assert.ok([ParseError, InvalidRequest, InvalidParams].includes(answer.error.code), JSON.stringify(answer));
});

test("SEC-03 duplicate members do no harm", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();

  raw.send(frame(`{"jsonrpc":"2.0","id":1,"method":"session/list","params":{"limit":1,"limit":2}}`));
  const answer = await raw.answerTo(1);

  if (answer.error === undefined) assert.ok(answer.result.items.length <= 2);
  else assert.equal(answer.error.code, InvalidParams);
});

test("CON-14 every legal id comes back as it was sent", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();
  const ids = [0, 1, -1, 2147483648, "0", "", "ä/„\u0001", "x".repeat(1000)];

  for (const id of ids) raw.sendMessage({ jsonrpc: "2.0", id, method: "session/list", params: { limit: 1 } });

  for (const id of ids) assert.equal((await raw.answerTo(id)).result.items.length, 1);
});

test("SUB-15 1,000 requests in one write are all answered, each once", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();
  const ids = Array.from({ length: 1000 }, (_, index) => index);

  raw.send(Buffer.concat(ids.map(id => frame({ jsonrpc: "2.0", id, method: "session/list", params: { limit: 1 } }))));
  for (const id of ids) assert.equal((await raw.answerTo(id)).result.items.length, 1);

  const answered = raw.messages.map(({ id }) => id).filter(id => typeof id === "number");
  assert.equal(new Set(answered).size, answered.length);
});

test("ID-07 what is no position is refused or answered with a snapshot, never with content after it", Limit, async () => {
  const { epoch } = bystander;

  for (const since of [{ epoch, offset: 1.5 }, { epoch, offset: "0" }, { epoch, offset: null }, { epoch }, { offset: 0 }, { epoch: 1, offset: 0 }, "0", 0, []]) {
    const outcome = await client.request("session/reveal", { sessionId: bystanderId, since }).then(
      ({ terminal }) => terminal.kind, error => error.code);
    assert.ok([InvalidParams, InvalidCursor, "snapshot"].includes(outcome), `${JSON.stringify(since)}: ${outcome}`);
  }
});

/** Creation is refused, or the row that it made ends and tells why. */
async function assertNotStarted(params, reason, by = client) {
  const outcome = await by.request("session/create", params).then(({ session }) => ({ session }), error => ({ error }));
  if (outcome.error !== undefined) {
    assert.ok([InvalidParams, AgentFailedToStart].includes(outcome.error.code), `${outcome.error.code} ${outcome.error.message}`);
    assert.match(outcome.error.message, reason);
    return;
  }
  const ended = await by.waitForSession(outcome.session.id, isEnded);
  assert.equal(ended.exit.reason, "failed");
  assert.match(ended.activityDetail ?? "", reason);
}

/** Root may enter every folder: as root the server is run without the capabilities that say so. */
function withoutPowerOverFiles() {
  if (process.getuid?.() !== 0) return [];
  const without = "-dac_override,-dac_read_search";
  return ["setpriv", `--bounding-set=${without}`, `--inh-caps=${without}`];
}

/** The names of everything below a folder, without the files whose number changes by themselves. */
function treeOf(folder) {
  return readdirSync(folder, { recursive: true }).filter(name => !/\.(log|db-wal|db-shm|log\.\d+)$/.test(name)).sort();
}
