// How soon lists and sessions are answered while agents work and their transcripts are read.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../../blackbox/support/limits.mjs";
import { countsAll, Rollout, startWithRollout, stopAndWait } from "../../blackbox/support/rollouts.mjs";
import { cpuMs } from "../cpu.mjs";
import { multiply } from "../database.mjs";
import { Wire } from "../lanes/wire.mjs";
import { atMost, heading, ms, percentile, print, report, timed } from "../report.mjs";

const Live = 40;
const EveryMs = 1000;
const PageSize = 100;
const Lists = 500;
const Gets = 1000;
const WarmUp = 200;
const SettleSeconds = 5;
const PromisedListMs = { 69: 2, 1000: 5, 10_000: 5 };
const PromisedGetMs = 0.5;

export async function lists(home, sessions) {
  await store(home, sessions - Live);
  const writer = fork(join(import.meta.dirname, "writer.mjs"), [join(home.root, "codex"), home.work, `${Live}`, `${EveryMs}`]);
  home.onDispose(() => writer.kill("SIGKILL"));
  const [environments] = await once(writer, "message");
  const client = await Wire.connect(home);
  const live = [];
  for (const env of environments) live.push((await client.request("session/create", { agent: "codex", cwd: home.work, env })).session.id);
  await areFollowed(client, live);

  heading(`${sessions} sessions, of which ${Live} run; pages of ${PageSize}`);
  const { total } = await client.request("session/list", { limit: 1 });
  if (total !== sessions) throw new Error(`the host knows ${total} sessions instead of ${sessions}`);
  await walk(client, WarmUp);
  await get(client, live, WarmUp);
  await pause(SettleSeconds * 1000);
  await both(home, client, live, "nothing is written", () => undefined);
  writer.send("begin");
  await pause(SettleSeconds * 1000);
  await both(home, client, live, `${Live} write a turn every ${EveryMs} ms`, (name, times) => name === "session/list"
    ? atMost(PromisedListMs[total], percentile(times, 0.95), "ms p95")
    : atMost(PromisedGetMs, percentile(times, 0.5), "ms p50"));
  writer.kill();
  await once(writer, "exit");
}

async function both(home, client, live, when, promise) {
  const host = home.pidOf("host");
  const [cpu, startedAt] = [cpuMs(host), performance.now()];
  await pause(SettleSeconds * 1000);
  const share = (cpuMs(host) - cpu) / (performance.now() - startedAt);
  print(`processor of the host, ${when}`, `${(share * 100).toFixed(1)} %`);
  for (const [name, ask] of [["session/list", () => walk(client, Lists)], ["session/get", () => get(client, live, Gets)]]) {
    const [cpuBefore, askedAt] = [cpuMs(host), performance.now()];
    const times = await ask();
    const own = cpuMs(host) - cpuBefore - share * (performance.now() - askedAt);
    report(`${name}, ${when}`, times, promise(name, times));
    print("the same, time of the host on a processor for each", ms(own / times.length));
  }
}

/** Ended sessions that have been read, as many as wanted. */
async function store(home, sessions) {
  const client = await home.connect();
  const rollout = new Rollout(join(home.root, "codex"), home.work);
  const id = await startWithRollout(client, rollout, home.work);
  rollout.addTurn("please look for the reason why the list is slow", "The reason is found.");
  await countsAll(client, id, rollout);
  await stopAndWait(client, id);
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  await eventually("the host to end", () => home.processes().length === 0);
  await multiply(home, sessions);
}

async function areFollowed(client, ids) {
  await eventually("every running session to know its conversation", async () => {
    const known = await Promise.all(ids.map(sessionId => client.request("session/get", { sessionId })));
    return known.every(({ session }) => session.nativeSessionId !== undefined);
  }, AbortSignal.timeout(60_000));
}

/** Page after page, from the first again behind the last. */
async function walk(client, count) {
  const times = [];
  let cursor;
  for (let index = 0; index < count; index++)
    times.push(await timed(async () => {
      ({ nextCursor: cursor } = await client.request("session/list", { limit: PageSize, ...(cursor && { cursor }) }));
    }));
  return times;
}

async function get(client, ids, count) {
  const times = [];
  for (let index = 0; index < count; index++)
    times.push(await timed(() => client.request("session/get", { sessionId: ids[index % ids.length] })));
  return times;
}
