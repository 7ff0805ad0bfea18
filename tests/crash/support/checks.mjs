// What must be true of all sessions after a crash.

import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../blackbox/support/home.mjs";
import { eventually } from "../../blackbox/support/limits.mjs";
import { isEnded } from "../../blackbox/support/sessions.mjs";
import { Viewer } from "../../blackbox/support/viewer.mjs";
import { LostPromptsAreTold } from "./ledger.mjs";
import { faultOf, LineBytes } from "./styles.mjs";

/** The newest position of each session that any follower has shown. */
export function positionsOf({ followers }) {
  const positions = new Map();
  for (const { viewers } of followers)
    for (const [id, viewer] of viewers) positions.set(id, Math.max(viewer.offset ?? 0, positions.get(id) ?? 0));
  return positions;
}

/** Up to where the holder has stored what each session's program printed. */
export function storedEnds({ home, fleet }) {
  return new Map(fleet.members.map(({ id }) => [id, Math.max(0, ...rawFilesOf(home, id).map(endOf))]));
}

/** Every session runs for every client, in the process it had. */
export async function checkRunning({ fleet, followers }) {
  const ids = fleet.members.map(({ id }) => id);
  for (const { client } of followers) {
    await eventually("all sessions to run for every client", async () => {
      const { items } = await client.request("session/list", { filter: { phase: ["active", "detached"] }, limit: 500 });
      return ids.every(id => items.some(item => item.id === id));
    }).catch(async error => { throw new Error(`${error.message}; they are ${await phases(client, ids)}`); });
  }

  const { client } = followers[0];
  for (const { id, pid, kind } of fleet.members) {
    const { detail } = await client.request("session/get", { sessionId: id });
    assert.equal(detail.pid, pid, `the process of ${kind} ${id} is the one from before`);
    assert.ok(isAlive(pid), `process ${pid} of ${kind} ${id} runs`);
    assert.equal(detail.terminal.epoch, "1", `nothing that ${kind} ${id} printed was lost`);
  }
}

/** What every follower shows goes on without a gap from where the first of them had been. */
export async function checkContent({ fleet, followers }, before) {
  await Promise.all(followers.flatMap(({ client, viewers }) => fleet.ofKind("printing").filter(({ id }) => viewers.has(id)).map(async ({ id, style }) => {
    const viewer = viewers.get(id);
    await viewer.waitForOffset(before.get(id) + 3 * LineBytes[style]);
    if (client.fault) throw client.fault;
    requireWhole(style, viewer, id);
  })));
}

/** All sessions end as lost, nothing of theirs is left, and what they showed can be read. */
export async function checkLost({ home, fleet, followers }, stored) {
  const { client } = followers.at(-1);
  const sessions = await Promise.all(fleet.members.map(({ id }) => client.waitForSession(id, isEnded, "being ended")));
  for (const { id, exit } of sessions) assert.equal(exit.reason, "lost", `session ${id} ended as lost`);
  await eventually("all processes of lost sessions to end", () => !fleet.members.some(({ pid }) => isAlive(pid)))
    .catch(error => { throw new Error(`${error.message}: ${JSON.stringify(home.processes())}`); });

  for (const { id, style } of fleet.ofKind("printing")) {
    const viewer = new Viewer(client, id);
    const { offset } = await viewer.reveal();
    assert.equal(offset, stored.get(id), `session ${id} (${style}) shows all that it had printed`);
    requireWhole(style, viewer, id);
    await viewer.conceal();
  }
}

/** What was kept for the case that a host or holder crashes goes with the end of a session. */
export async function checkGone(home, members) {
  await eventually("what ended sessions printed to be removed", () => !members.some(({ id }) => rawFilesOf(home, id).length > 0))
    .catch(error => { throw new Error(`${error.message}: ${members.flatMap(({ id }) => rawFilesOf(home, id))}`); });
}

/** Every prompt that was accepted was executed, is in the queue, or its user was told. */
export async function checkPrompts({ followers, ledger }) {
  ledger.check();
  if (!LostPromptsAreTold) return;
  await eventually("every accepted prompt to be executed, queued or told of", async () => {
    for (const prompt of ledger.unheard) {
      if (await isTold(followers[0].client, prompt)) ledger.noteTold(prompt);
      else if (!await isQueued(followers[0].client, prompt)) return false;
    }

    return true;
  }).catch(error => { throw new Error(`${error.message}: ${JSON.stringify(ledger.unheard)}`); });
}

function requireWhole(style, viewer, id) {
  const fault = faultOf(style, viewer.screen.buffer, viewer.offset);
  if (fault) throw new Error(`session ${id} (${style}, shown by ${viewer.kinds}): ${fault}`);
}

async function isTold(client, { sessionId }) {
  const { session } = await client.request("session/get", { sessionId }).catch(error => {
    // Deleted after its end, whose detail has been looked at.
    if (error.code === 1001) return { session: { activityDetail: "prompt" } };
    throw error;
  });
  return /prompt/i.test(session.activityDetail ?? "");
}

async function isQueued(client, { sessionId, clientMessageId }) {
  const { messages } = await client.request("session/queue", { sessionId });
  return messages.some(message => message.clientMessageId === clientMessageId);
}

async function phases(client, ids) {
  const sessions = await Promise.all(ids.map(sessionId => client.request("session/get", { sessionId })));
  return JSON.stringify(sessions.map(({ session }) => [session.title, session.phase, session.exit]));
}

// 1.00000000000f4240.raw
function endOf(file) {
  const [, start] = file.match(/\.([0-9a-f]{16})\.raw$/);
  return parseInt(start, 16) + statSync(file).size;
}

function rawFilesOf(home, id) {
  const folder = join(home.state, "terminals", id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(name => name.endsWith(".raw")).map(name => join(folder, name));
}
