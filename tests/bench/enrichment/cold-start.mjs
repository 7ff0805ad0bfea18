// A host that starts over a past it has not read: 43 sessions whose transcripts are among 982.

import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../blackbox/support/limits.mjs";
import { Rollout } from "../../blackbox/support/rollouts.mjs";
import { isUp } from "../../blackbox/support/sessions.mjs";
import { cpuMs } from "../cpu.mjs";
import { forgetTranscripts } from "../database.mjs";
import { atMost, heading, median, percentile, print, report, size } from "../report.mjs";
import { fillTo } from "./filling.mjs";
import { bytesRead, mostMemory } from "./host.mjs";

const Sessions = 43;
const Rollouts = 982;
const MiB = 1024 * 1024;
const AllBytes = 477 * MiB;
const LargestBytes = 92_000_000;
const Starts = 5;
const Promised = { ms: 1500, growthBytes: 64 * MiB };

const DayMs = 24 * 60 * 60 * 1000;

export async function coldStart(home) {
  const codexHome = join(home.root, "codex");
  const client = await home.connect();
  const sessions = await endedSessions(client, home, codexHome);
  await stop(home, client);
  generate(codexHome, home.work, sessions);
  const files = readdirSync(join(codexHome, "sessions"), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  heading(`${Sessions} ended codex sessions that were never read, ${files.length} rollouts of ${size(bytes)}, in the system's cache`);

  const idle = [];
  for (let start = 0; start < Starts; start++) {
    const { client: next, initializedMs } = await startHost(home);
    await settled(next, home);
    idle.push({ initializedMs, ...costs(home) });
    await stop(home, next);
  }

  const runs = [];
  for (let start = 0; start < Starts; start++) {
    await forgetTranscripts(home);
    const { client: next, startedAt, initializedMs } = await startHost(home);
    const wrong = await allRead(next, sessions);
    runs.push({ ms: performance.now() - startedAt, initializedMs, ...costs(home) });
    if (wrong.length > 0) throw new Error(`wrong figures are told of ${wrong.length} sessions: ${JSON.stringify(wrong[0])}`);
    await stop(home, next);
  }

  const times = runs.map(run => run.ms);
  report("serve to initialize, nothing to read", idle.map(run => run.initializedMs));
  report("time of that host on a processor, until it is idle", idle.map(run => run.cpuMs));
  report("serve to initialize, all to read", runs.map(run => run.initializedMs));
  report(`serve to all ${Sessions} with usage`, times, atMost(Promised.ms, percentile(times, 1), "ms"));
  report("time of that host on a processor until then", runs.map(run => run.cpuMs));
  print("bytes that the host read, nothing to read", idle.map(run => size(run.bytesRead)).join(", "));
  print("the same, all to read", runs.map(run => size(run.bytesRead)).join(", "));
  const growth = percentile(runs.map(run => run.mostMemory), 1) - median(idle.map(run => run.mostMemory));
  print("most memory of the host, nothing to read", idle.map(run => size(run.mostMemory)).join(", "));
  print("the same, all to read", runs.map(run => size(run.mostMemory)).join(", "));
  print("what it grows by, at most", size(growth), atMost(Promised.growthBytes / MiB, growth / MiB, "MiB"));
}

/** Sessions that ran and ended, each in a folder of its own. */
async function endedSessions(client, home, codexHome) {
  const sessions = [];
  for (let index = 0; index < Sessions; index++) {
    const cwd = join(home.work, `folder-${index}`);
    mkdirSync(cwd);
    const { session } = await client.request("session/create", { agent: "codex", cwd, env: { CODEX_HOME: codexHome } });
    await client.waitForSession(session.id, isUp);
    await client.request("session/stop", { sessionId: session.id, force: true });
    sessions.push(await client.waitForSession(session.id, ({ phase }) => phase === "ended"));
  }

  return sessions;
}

/** Gives each session its rollout, remembered as `rollout`, and lays all the others of the folder around them. */
function generate(codexHome, work, sessions) {
  const lengths = lengthsOfRollouts();
  const every = Math.floor(Rollouts / Sessions);
  lengths.forEach((length, index) => {
    const session = index % every === 0 ? sessions[index / every] : undefined;
    // Half of the others are of these days, and the rest of the last two months.
    const at = session ? new Date(session.createdAt) : new Date(Date.now() - (index % 2 ? index * DayMs / Rollouts : 60 * index * DayMs / Rollouts) - 60_000);
    const rollout = new Rollout(codexHome, session?.cwd ?? work, at);
    fillTo(rollout, length);
    if (session) session.rollout = rollout;
  });
}

/** One is very long, a few are long, and most are not: together as long as they shall be. */
function lengthsOfRollouts() {
  const shortest = 30_000;
  const weights = Array.from({ length: Rollouts - 1 }, (_, index) => 1 / (index + 5));
  const unit = (AllBytes - LargestBytes - shortest * weights.length) / weights.reduce((sum, weight) => sum + weight);
  return [LargestBytes, ...weights.map(weight => shortest + unit * weight)];
}

async function startHost(home) {
  const startedAt = performance.now();
  const client = await home.connect();
  return { client, startedAt, initializedMs: performance.now() - startedAt };
}

/** Waits until every session has usage; answers those of which something else is told than their rollouts say. */
async function allRead(client, sessions) {
  const known = new Map();
  const { items } = await client.request("session/list", { limit: 100 });
  for (const item of items) known.set(item.id, item);
  let seen = 0;
  await client.watch("every session to have usage", () => {
    for (; seen < client.notifications.length; seen++) {
      const { method, params } = client.notifications[seen];
      if (method === "sessions/changed") for (const changed of params.changed ?? []) known.set(changed.id, changed);
    }

    return sessions.every(({ id }) => known.get(id)?.usage) || undefined;
  });
  return sessions.map(({ id, rollout }) => [known.get(id), rollout])
    .filter(([{ nativeSessionId, usage }, rollout]) => nativeSessionId !== rollout.id || usage.inputTokens !== rollout.inputTokens);
}

/** The host does nothing more of what a start brings with it. */
async function settled(client, home) {
  const pid = home.pidOf("host");
  let before = -1;
  await eventually("the host to be idle", async () => {
    await client.request("host/status", {});
    const now = cpuMs(pid);
    const isIdle = now === before;
    before = now;
    return isIdle;
  });
}

function costs(home) {
  const pid = home.pidOf("host");
  return { cpuMs: cpuMs(pid), bytesRead: bytesRead(pid), mostMemory: mostMemory(pid) };
}

async function stop(home, client) {
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  await eventually("the host to end", () => home.processes().length === 0);
}
