// What one more turn costs, in sessions that run and have long transcripts.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { deadline } from "../../blackbox/support/limits.mjs";
import { countsAll, Rollout, startWithRollout } from "../../blackbox/support/rollouts.mjs";
import { cpuMs } from "../cpu.mjs";
import { atMost, heading, ms, percentile, print, report, size } from "../report.mjs";
import { fillTo } from "./filling.mjs";
import { bytesRead, mostMemory } from "./host.mjs";

/** So many, and so slowly, that no session's turn comes again before it may be read again: 300 ms. */
const Sessions = 40;
const LeastTurnMs = 12;
const Turns = 400;
const WarmUpTurns = 80;
const LargestBytes = 92_000_000;
const OtherBytes = 2_000_000;
const PromisedMs = 10;

export async function turns(home) {
  const client = await home.connect();
  const live = [];
  for (let index = 0; index < Sessions; index++) live.push(await startOne(client, home, index));
  heading(`a turn more in one of ${Sessions} running sessions after the other, the first with a rollout of ${size(LargestBytes)}`);
  await measure(WarmUpTurns, live, untilPushed(client));

  const host = home.pidOf("host");
  const before = { cpu: cpuMs(host), bytes: bytesRead(host) };
  const pushed = await measure(Turns, live, untilPushed(client));
  const [cpu, bytes] = [(cpuMs(host) - before.cpu) / Turns, (bytesRead(host) - before.bytes) / Turns];
  const known = await measure(Turns, live, untilKnown(client));
  print("time of the host on a processor, a turn", ms(cpu), atMost(PromisedMs, cpu, "ms"));
  report("a turn is written until session/get tells of it", known, atMost(PromisedMs, percentile(known, 0.5), "ms p50"));
  report("until it is pushed, with what comes within 50 ms", pushed);
  print("bytes that the host read, a turn", `${size(bytes)} for ${size(lengthOf(live[0].rollout))} that were written`);
  print("most memory of the host", size(mostMemory(host)));
}

async function startOne(client, home, index) {
  const cwd = join(home.work, `folder-${index}`);
  mkdirSync(cwd);
  const rollout = new Rollout(join(home.root, "codex"), cwd);
  fillTo(rollout, index === 0 ? LargestBytes : OtherBytes);
  const id = await startWithRollout(client, rollout, cwd);
  await countsAll(client, id, rollout);
  return { id, rollout };
}

/** Adds turns to one session after the other, and answers how long each took until its usage was there. */
async function measure(count, live, isThere) {
  const times = [];
  for (let turn = 0; turn < count; turn++) {
    const { id, rollout } = live[turn % live.length];
    const lines = rollout.turn();
    const startedAt = performance.now();
    rollout.append(...lines);
    await isThere(id, rollout.inputTokens);
    times.push(performance.now() - startedAt);
    await pause(Math.max(0, LeastTurnMs - times.at(-1)));
  }
  return times;
}

function untilPushed(client) {
  const newest = new Map();
  let seen = client.position;
  return (id, inputTokens) => client.watch("a turn to be counted", () => {
    for (; seen < client.notifications.length; seen++) {
      const { method, params } = client.notifications[seen];
      if (method === "sessions/changed") for (const changed of params.changed ?? []) newest.set(changed.id, changed.usage?.inputTokens);
    }
    return newest.get(id) === inputTokens || undefined;
  });
}

/** Asks again and again, so that it sees what the host knows as soon as it does. */
const untilKnown = client => async (sessionId, inputTokens) => {
  const signal = deadline();
  for (let known; known !== inputTokens;) {
    known = (await client.request("session/get", { sessionId })).session.usage.inputTokens;
    if (signal.aborted) throw new Error("waited in vain for a turn to be counted");
    // Others want the processors too.
    await pause(1);
  }
};

const lengthOf = rollout => rollout.turn().join("\n").length + 1;
