// Many sessions beside the one that is looked at, and looking at sessions again and again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fleet } from "../bench/lanes/fleet.mjs";
import { holdings } from "../bench/lanes/process.mjs";
import { Wire } from "../bench/lanes/wire.mjs";
import { Watched } from "../soak/support/watched.mjs";
import { Home } from "./support/home.mjs";
import { deadline, eventually } from "./support/limits.mjs";

const Pace = { linesAtOnce: 5, pauseSeconds: 0.05 };
const Switches = 1000;
const Openings = 60;

/** What is counted of processes is read from /proc. */
const OnLinux = { timeout: 180_000, ...(process.platform !== "linux" && { skip: "only Linux has /proc" }) };

/** Threads of the runtime's own pool come and go by some; a leak would show by hundreds. */
const FewThreads = 30;

/** Those of the runtime and of the database come and go by a few; a leak would show once for each client. */
const FewHandles = 10;

/** What the runtime keeps for the next allocation; a leak of a screen for each switch would be many times as much. */
const MuchMemory = 256 * 1024 * 1024;

test("PERF-01 of many sessions that print, a client is sent the one it looks at, and of the others what changed in the list", OnLinux, async t => {
  const { home, client, fleet } = await loaded(t, { printing: 20, idle: 40 });
  const [shown, ...others] = fleet.printing;
  const frames = [];
  client.listen(message => frames.push(message));
  const watched = watch(client, shown);
  await watched.reveal({ active: true });
  // What came between the answer and here is counted by neither.
  frames.length = 0;
  const from = watched.since.offset;
  const before = await offsetsOf(home, others);

  await printedAfter(client, watched, from + 64 * 200);

  const now = await offsetsOf(home, others);
  for (const [index, offset] of now.entries()) assert.ok(offset > before[index], `${others[index]} printed`);
  const content = frames.filter(({ method }) => method !== "sessions/changed");
  assert.deepEqual([...new Set(content.map(({ method, params }) => `${method} ${params.sessionId}`))], [`terminal/output ${shown}`]);
  const carried = content.reduce((sum, { params }) => sum + Buffer.byteLength(params.data, "base64"), 0);
  assert.equal(carried, watched.since.offset - from, "each byte came once");
  // That the session is looked at is the only change there was.
  const changed = frames.filter(({ method }) => method === "sessions/changed").flatMap(({ params }) => params.changed ?? []);
  assert.deepEqual([...new Set(changed.map(({ id }) => id))].filter(id => id !== shown), [], "nothing changed in the list");
  assert.ok(changed.length <= 1, `${changed.length} summaries of the session that is looked at`);
});

test(`SW-13 ${Switches} switches between two sessions that print leave nothing behind`, OnLinux, async t => {
  const { home, client, fleet } = await loaded(t, { printing: 2, idle: 0 });
  const [one, other] = fleet.printing.map(id => watch(client, id));
  await one.reveal({ active: true });
  await other.reveal({ active: true });
  await switchBetween(one, other, Switches / 10);
  const before = held(home);

  await switchBetween(one, other, Switches);

  await assertAsBefore(home, before);
  const { connections } = await client.request("host/status", {});
  assert.deepEqual(connections.map(({ liveSessions }) => [...liveSessions].sort()), [[...fleet.printing].sort()]);
});

test(`BP-08 SW-13 ${Openings} clients that look at sessions and go leave nothing behind`, OnLinux, async t => {
  const { home, client, fleet } = await loaded(t, { printing: 6, idle: 0 });
  for (const isKilled of [true, false, true, false]) await lookAndGo(home, fleet, isKilled);
  const before = held(home);

  for (let opening = 0; opening < Openings; opening++) await lookAndGo(home, fleet, opening % 2 === 0);

  await eventually("the host to have let go of every connection", async () => (await client.request("host/status", {})).connections.length === 1);
  await assertAsBefore(home, before);
  for (const sessionId of fleet.printing) {
    await eventually(`nobody to look at ${sessionId}`, async () => (await client.request("session/get", { sessionId })).session.phase === "detached");
  }
});

async function loaded(t, { printing, idle }) {
  const home = Home.for(t);
  const client = await Wire.connect(home);
  const fleet = new Fleet(home, Pace);
  await fleet.start(client, { printing, echoing: 0, idle });
  fleet.go();
  for (const sessionId of fleet.printing) {
    await eventually(`${sessionId} to print`, async () => (await client.request("session/get", { sessionId })).detail.terminal.offset > 0);
  }

  return { home, client, fleet };
}

/** What comes of a session is checked byte by byte for as long as the connection lives. */
function watch(client, id) {
  const watched = new Watched(client, id);
  client.listen(({ method, params }) => {
    if (params.sessionId === id) watched.take(method, params);
  });
  return watched;
}

async function switchBetween(one, other, count) {
  for (let turn = 0; turn < count; turn++, [one, other] = [other, one]) {
    await other.conceal();
    await one.reveal({ since: one.since, active: true });
  }
}

/** Some clients close as an editor does, others are killed. */
async function lookAndGo(home, fleet, isKilled) {
  const client = await Wire.connect(home);
  for (const id of fleet.printing) {
    const watched = watch(client, id);
    await watched.reveal({ active: true });
    await watched.conceal();
  }

  if (isKilled) client.kill();
  else client.close();
  await client.exited;
}

/** Asked by a client of its own, so that the answers are not among what is counted. */
async function offsetsOf(home, ids) {
  const client = await Wire.connect(home);
  const offsets = [];
  for (const sessionId of ids) offsets.push((await client.request("session/get", { sessionId })).detail.terminal.offset);
  client.kill();
  await client.exited;
  return offsets;
}

function printedAfter(client, watched, offset) {
  const signal = deadline();
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(client.fault ?? new Error(`waited in vain for offset ${offset} of ${watched.id}`)));
    const stop = client.listen(() => {
      if (watched.since.offset < offset) return;
      stop();
      resolve();
    });
  });
}

const held = home => ["host", "hold"].map(verb => ({ verb, ...holdings(home.pidOf(verb)) }));

async function assertAsBefore(home, before) {
  for (const { verb, handles, threads, memory } of before) {
    const now = () => holdings(home.pidOf(verb));
    await eventually(`the ${verb} to have as many handles as before`, () => now().handles <= handles + FewHandles)
      .catch(error => { throw new Error(`${error.message}: ${now().handles} instead of ${handles}`); });
    assert.ok(now().threads <= threads + FewThreads, `${verb}: ${now().threads} threads after ${threads}`);
    assert.ok(now().memory <= memory + MuchMemory, `${verb}: ${now().memory} bytes after ${memory}`);
  }
}
