// The kinds of crash, each with what is killed and what must be true once everybody has noticed.

import assert from "node:assert/strict";
import { eventually } from "../../blackbox/support/limits.mjs";
import { isAlive } from "../../blackbox/support/home.mjs";
import { isEnded } from "../../blackbox/support/sessions.mjs";
import { checkContent, checkGone, checkLost, checkRunning, positionsOf, storedEnds } from "./checks.mjs";

/** `weight` is how often one comes among all. `crash(run)` kills, waits until all is settled, and checks. */
export const Crashes = [
  { what: "STO-08 STO-02 CON-10 CON-12 TRM-01 the host is killed", weight: 8, crash: hostIsKilled },
  { what: "CON-12 STO-08 STO-02 the host is killed, and the next one as soon as it runs", weight: 2, crash: twoHostsAreKilled },
  { what: "TRM-01 STO-08 a serve is killed", weight: 6, crash: serveIsKilled },
  { what: "STO-01 PH-07 AGT-08 the holder is killed", weight: 3, crash: holderIsKilled },
  { what: "STO-01 PH-07 AGT-08 CON-12 holder and host are killed at once", weight: 1, crash: holderAndHostAreKilled },
];

async function hostIsKilled(run) {
  const before = positionsOf(run);
  const clients = run.followers.map(({ client }) => client);
  kill(run.home, "host");

  for (const client of clients) assert.deepEqual(await client.ended(), { code: 1, signal: null }, "a serve whose host was killed says so by its exit code");
  await settledWithOneHost(run);
  await checkRunning(run);
  await checkContent(run, before);
}

async function twoHostsAreKilled(run) {
  const before = positionsOf(run);
  const clients = run.followers.map(({ client }) => client);
  const first = kill(run.home, "host");
  await eventually("a second host to run", () => ![undefined, first].includes(run.home.pidOf("host")));
  kill(run.home, "host");

  for (const client of clients) await client.ended();
  await settledWithOneHost(run);
  await checkRunning(run);
  await checkContent(run, before);
}

async function serveIsKilled(run) {
  const before = positionsOf(run);
  const victim = run.random.pick(run.followers);
  const others = run.followers.filter(follower => follower !== victim).map(({ client }) => client);
  const { client: killed } = victim;
  killed.kill();

  assert.deepEqual(await killed.ended(), { code: null, signal: "SIGKILL" });
  await settledWithOneHost(run);
  assert.equal(victim.client.server.hostId, killed.server.hostId, "the host is the one from before");
  assert.deepEqual(run.followers.filter(follower => follower !== victim).map(({ client }) => client), others, "nobody else lost a connection");
  await checkRunning(run);
  await checkContent(run, before);
}

async function holderIsKilled(run) {
  const clients = run.followers.map(({ client }) => client);
  // What the holder has stored and the host, which hangs, has not been told counts too.
  process.kill(run.home.pidOf("host"), "SIGSTOP");
  if (run.random.chance(50)) await grownSpools(run);
  kill(run.home, "hold");
  const stored = storedEnds(run);
  process.kill(run.home.pidOf("host"), "SIGCONT");

  const guest = await startGuest(run);
  await checkLost(run, stored);
  assert.deepEqual(run.followers.map(({ client }) => client), clients, "nobody lost a connection");
  await startAgain(run, guest);
}

async function holderAndHostAreKilled(run) {
  const clients = run.followers.map(({ client }) => client);
  kill(run.home, "hold");
  kill(run.home, "host");
  const stored = storedEnds(run);

  for (const client of clients) await client.ended();
  await settledWithOneHost(run);
  await checkLost(run, stored);
  await startAgain(run, await run.fleet.startGuest(run.followers[0].client));
}

/** Beside what still has to be ended, and may take its time, a program can be started at once. */
async function startGuest({ fleet, followers: [{ client }] }) {
  // A start that the holder was asked for before the host knew of its end is one of those that are lost.
  await client.waitForSession(fleet.ofKind("printing")[0].id, isEnded, "being ended");
  const guest = await fleet.startGuest(client);
  const stubborn = fleet.members.at(-1);
  assert.ok(isAlive(stubborn.pid), "a new session runs while one that was lost is still being ended");
  return guest;
}

/** More has been printed than the host, which hangs, was told. */
async function grownSpools(run) {
  const before = storedEnds(run);
  await eventually("something more to be printed", () => [...storedEnds(run)].some(([id, end]) => end > before.get(id)));
}

/** Ends a process of the server, which does nothing more when this returns. */
function kill(home, verb) {
  const pid = home.pidOf(verb);
  assert.ok(pid !== undefined, `there is a ${verb} process`);
  process.kill(pid, "SIGKILL");
  while (isAlive(pid));
  return pid;
}

/** Every follower is connected again and shows its sessions, and all of them have the same host. */
async function settledWithOneHost({ followers }) {
  await eventually("all clients to be connected to one host", async () => {
    const clients = await Promise.all(followers.map(({ connected }) => connected));
    const answers = await Promise.all(clients.map(client => client.request("host/status", {}).catch(() => ({}))));
    return answers.every(({ hostId }) => hostId !== undefined && hostId === answers[0].hostId);
  });
}

/** Some of the lost are forgotten; the others stay in the list as a user would have them. */
async function startAgain({ home, fleet, followers, random }, guest) {
  const { client } = followers[0];
  const lost = fleet.members;
  fleet.members = [];
  for (const follower of followers) for (const id of [...follower.viewers.keys()]) await follower.leave(id);
  for (const { id } of lost.filter(() => random.chance(70))) await client.request("session/delete", { sessionId: id });
  await client.request("session/stop", { sessionId: guest, force: true });
  await checkGone(home, lost);
  await fleet.start(client);
}
