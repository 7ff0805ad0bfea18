// What a multiplexed connection has that plain frames have not: channels that nobody accepts or reads, and bytes that are none.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { test } from "node:test";
import nerdbank from "nerdbank-streams";
import { Dice } from "../screens/random/dice.mjs";
import { Home, ServerPath } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { ChannelWindowBytes } from "./support/multiplexed.mjs";
import { frame } from "./support/raw.mjs";
import { createCommand, LastsUntilStopped, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const Cat = "stty -echo -icanon; echo ready; exec cat";
const Flood = "exec yes flood";
const FloodsWhenTold = `stty -echo; echo ready; read word; echo "<$word>"; read word; ${Flood}`;
const NoMultiplexing = 3;

test("SUB-03 a multiplexed connection says so, and brings no output among the messages", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await createCommand(client, home, Cat);
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.input("hello");
  await terminal.waitForText(/hello/);

  assert.equal(client.server.capabilities.multiplex, true);
  assert.ok(!client.streams.controlMethods.has("terminal/output"));
  assert.ok(client.streams.controlMethods.has("sessions/changed"));
});

test("the channel that a client offers may have any name", Limit, async t => {
  const home = Home.for(t);
  const child = spawn(ServerPath, ["serve", "--stdio", "--multiplex"], { env: home.environment, cwd: home.work, stdio: ["pipe", "pipe", "ignore"] });
  home.onDispose(() => child.kill("SIGKILL"));
  const both = Duplex.from({ readable: child.stdout, writable: child.stdin });
  both.on("error", () => {});
  const stream = nerdbank.MultiplexingStream.Create(both, { protocolMajorVersion: 3 });
  stream.completion.catch(() => {});

  const control = await stream.offerChannelAsync("json-rpc");
  control.stream.write(frame({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } }));
  let answer = "";
  for await (const bytes of control.stream) {
    answer += bytes;
    if (answer.includes("serverInfo")) break;
  }
});

test("BP-01 BP-02 BP-04 a client that accepts no channel is resynchronised, and nothing else waits for it", Limit, async t => {
  const home = Home.for(t);
  const client = home.serveChannels({ acceptsChannels: false });
  await client.initialize();
  const other = await home.connect({}, "--multiplex");
  const flood = await startCommand(client, home, Flood);
  await new Terminal(client, flood.id).reveal();

  const first = await client.waitFor("session/resync");
  const position = client.position;
  const next = await client.waitFor("session/resync", () => true, position);
  assert.ok(next.result.terminal.channel > first.result.terminal.channel);

  await echoes(other, home);
  assert.equal((await client.request("session/list", {})).total, 2);
  await bounded(client);
});

test("BP-01 BP-02 BP-04 BP-05 a client that reads no channel is sent its window and resynchronised, and nothing else waits for it", Limit, async t => {
  const { client, home } = await connected(t);
  const other = await home.connect({}, "--multiplex");
  const flood = await startCommand(client, home, FloodsWhenTold);
  const deaf = new Terminal(client, flood.id, { acknowledges: false });
  const { terminal: { offset } } = await deaf.reveal();
  await deaf.input("accepted\n");
  await deaf.waitForText(/<accepted>/);
  await deaf.input("go\n");

  await client.watch("the window to be filled", () => deaf.received >= offset + ChannelWindowBytes || deaf.resyncs > 0 || undefined);
  await client.waitFor("session/resync");
  assert.equal(bytesBeforeResync(client, flood.id), ChannelWindowBytes);

  // A channel of the same connection that is read goes on beside it.
  await echoes(client, home);
  await echoes(other, home);
  await bounded(client);
  deaf.startAcknowledging();
  const from = deaf.received;
  await deaf.waitForOffset(from + 4 * ChannelWindowBytes);
});

test("SW-13 BP-08 TRM-03 a thousand reveals and conceals leave one channel for each live session", Limit, async t => {
  const { client, home } = await connected(t);
  const sessions = [];
  for (let index = 0; index < 6; index++) sessions.push(await startCommand(client, home, LastsUntilStopped));

  for (let round = 0; round < 1000; round++) {
    const { id } = sessions[round % sessions.length];
    await client.request("session/reveal", { sessionId: id });
    await client.request("session/conceal", { sessionId: id });
  }

  await eventually("all other channels to be ended", async () => (await channels(client)).items <= client.server.limits.liveSessions);
});

test("BP-12 a client that never confirms the end of a channel is cut off, and its neighbours are not", Limit, async t => {
  const home = Home.for(t);
  const other = await home.connect({}, "--multiplex");
  const { id } = await startCommand(other, home, LastsUntilStopped);
  const raw = new RawChannels(home);
  raw.say({ id: 0, method: "initialize", params: { capabilities: {} } });
  const { maxItems } = await channels(other);
  for (let round = 1; round <= maxItems + 1; round++) {
    raw.say({ id: round, method: "session/reveal", params: { sessionId: id } });
    // No more waits at the server than it has room for.
    if (round % 128 === 0) await eventually(`${round} open channels`, async () => (await channels(other, isOther))?.items === round);
  }

  assert.equal((await raw.ended()).code, 1);
  assert.equal((await channels(other)).items, 0);
});

test("BP-01 BP-04 CON-07 a client that reads nothing at all delays nobody, and is gone when its process is", Limit, async t => {
  const home = Home.for(t);
  const other = await home.connect({}, "--multiplex");
  const { id } = await startCommand(other, home, Flood);
  const raw = new RawChannels(home, { reads: false });
  raw.say({ id: 0, method: "initialize", params: { capabilities: {} } });
  raw.say({ method: "initialized", params: {} });
  for (let round = 1; round <= 100; round++) raw.say({ id: round, method: "session/reveal", params: { sessionId: id } });

  await eventually("the reveal", async () => (await other.request("host/status", {})).connections.some(({ isCaller, liveSessions }) => !isCaller && liveSessions.includes(id)));
  await echoes(other, home);
  await bounded(other);
  raw.kill();
  await eventually("the connection to be gone", async () => (await other.request("host/status", {})).connections.length === 1);
});

test("SEC-07 CON-07 bytes that are no multiplexed stream end their connection and nothing else", Limit, async t => {
  const home = Home.for(t);
  const other = await home.connect();
  const host = home.hostPid();
  const dice = new Dice(4711);
  const opening = Buffer.concat([RawChannels.Offer, RawChannels.content(frame({ jsonrpc: "2.0", id: 1, method: "initialize", params: {} }))]);

  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(Array.from({ length: dice.between(1, 300) }, () => dice.between(0, 255)));
    const raw = new RawChannels(home, { offers: false });
    // Garbage from the start, behind a good beginning, and good bytes with some changed.
    if (round % 3 === 0) raw.send(bytes);
    else if (round % 3 === 1) raw.send(Buffer.concat([opening, bytes]));
    else raw.send(Buffer.from(opening.map(byte => dice.chance(0.05) ? dice.between(0, 255) : byte)));
    raw.closeInput();
    await raw.ended();
  }
  const huge = new RawChannels(home, { offers: false });
  huge.send(Buffer.from([0x94, 2, 1, 1, 0xc6, 0x7f, 0xff, 0xff, 0xff]));
  assert.equal((await huge.ended()).code, 1);
  const plain = new RawChannels(home, { offers: false });
  plain.send(frame({ jsonrpc: "2.0", id: 1, method: "initialize", params: {} }));
  assert.equal((await plain.ended()).code, 1);

  assert.equal((await other.request("host/status", {})).pid, host);
});

test("SEC-07 a client that sends more than the server has room for is cut off, also before its channel was accepted", Limit, async t => {
  const home = Home.for(t);
  const other = await home.connect();
  const message = RawChannels.content(frame({ jsonrpc: "2.0", id: 1, method: "session/list", params: { search: "x".repeat(50_000) } }));

  for (let round = 0; round < 30; round++) {
    const raw = new RawChannels(home, { offers: false });
    raw.send(Buffer.concat([RawChannels.Offer, ...Array(40).fill(message)]));
    assert.equal((await raw.ended()).code, 1);
  }
  assert.equal((await other.request("host/status", {})).connections.length, 1);
});

test("SEC-07 a second channel of the client's ends its connection", Limit, async t => {
  const home = Home.for(t);
  const raw = new RawChannels(home);
  raw.send(Buffer.from([0x94, 0, 2, 1, 0xc4, 2, 0x91, 0xa0]));

  assert.equal((await raw.ended()).code, 1);
});

test("CON-13 a host that knows no multiplexing is told of in one sentence, and serves plain frames", Limit, async t => {
  const home = Home.for(t);
  mkdirSync(home.state, { mode: 0o700 });
  const host = createServer(socket => socket.on("error", () => {}).write('{"Relay":1,"Version":"0.0.9"}\n'));
  await new Promise(listening => host.listen(join(home.state, "host.sock"), listening));
  t.after(() => host.close());

  const raw = new RawChannels(home, { offers: false });
  const { code } = await raw.ended();

  assert.equal(code, NoMultiplexing);
  assert.match(raw.stderr, /^orchestrator: The running host is orchestrator 0\.0\.9 and does not serve --multiplex\. [^\n]+\n$/);
});

for (const embedded of [[], ["--embedded"]]) {
  test(`CON-14 a multiplexed connection ends with 0 after shutdown and with 1 without it ${embedded}`, Limit, async t => {
    const home = Home.for(t);
    const polite = await home.connect({}, "--multiplex", ...embedded);
    assert.equal(await polite.request("shutdown"), null);
    await polite.notify("exit");
    assert.equal((await polite.ended()).code, 0);

    const rude = await home.connect({}, "--multiplex", ...embedded);
    rude.closeInput();
    assert.equal((await rude.ended()).code, 1);
  });
}

async function connected(t) {
  const home = Home.for(t);
  return { home, client: await home.connect({}, "--multiplex") };
}

/** The bound on channels and how many there are, as the host tells it of the caller's connection or another one. */
async function channels(client, which = ({ isCaller }) => isCaller) {
  const { queues, connections } = await client.request("host/status", {});
  const connectionId = connections.find(which)?.connectionId;
  return queues.find(({ name }) => name === `channels/${connectionId}`);
}

const isOther = ({ isCaller }) => !isCaller;

async function bounded(client) {
  const { items, maxItems } = await channels(client);
  assert.ok(items <= 8 && maxItems >= items, `${items} channels are open`);
  const { connections } = await client.request("host/status", {});
  for (const { content } of connections) for (const { unacknowledgedBytes, windowBytes } of content) assert.ok(unacknowledgedBytes <= windowBytes);
}

/** Another session of this client answers what is typed. */
async function echoes(client, home) {
  const { id } = await createCommand(client, home, Cat);
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready/);
  await terminal.input("typed");
  await terminal.waitForText(/typed/);
}

/** The length of what came of a session between its result and the first resync. */
function bytesBeforeResync(client, sessionId) {
  const end = client.notifications.findIndex(({ method }) => method === "session/resync");
  return client.notifications.slice(0, end)
    .filter(({ method, params }) => method === "terminal/output" && params.sessionId === sessionId)
    .reduce((sum, { params }) => sum + Buffer.from(params.data, "base64").length, 0);
}

/** A multiplexed connection spoken to in bytes: it offers its channel and confirms nothing. */
class RawChannels {
  /** `[offer, 1, self, ["", 2 GiB]]`: the server may send so much that nobody says was read. */
  static Offer = Buffer.from([0x94, 0, 1, 1, 0xc4, 7, 0x92, 0xa0, 0xce, 0x7f, 0xff, 0xff, 0xff]);

  stderr = "";
  #child;
  #end;

  constructor(home, { offers = true, reads = true } = {}) {
    this.#child = spawn(ServerPath, ["serve", "--stdio", "--multiplex"], { env: home.environment, cwd: home.work, stdio: "pipe" });
    this.#child.stdin.on("error", () => {});
    if (reads) this.#child.stdout.resume();
    this.#child.stderr.setEncoding("utf8").on("data", text => { this.stderr += text; });
    this.#child.once("close", (code, signal) => { this.#end = { code, signal }; });
    home.onDispose(() => this.#child.kill("SIGKILL"));
    if (offers) this.send(RawChannels.Offer);
  }

  /** Frames of content on the client's own channel. */
  static content(bytes) {
    const head = Buffer.from([0x94, 2, 1, 1, 0xc5, 0, 0]);
    head.writeUInt16BE(bytes.length, 5);
    return Buffer.concat([head, bytes]);
  }

  say(message) {
    this.send(RawChannels.content(frame({ jsonrpc: "2.0", ...message })));
  }

  send(bytes) {
    this.#child.stdin.write(bytes);
  }

  closeInput() {
    this.#child.stdin.end();
  }

  kill() {
    this.#child.kill("SIGKILL");
  }

  ended() {
    return eventually("the connection to end", () => this.#end);
  }
}
