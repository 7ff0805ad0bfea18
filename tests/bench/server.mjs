// What the product promises about speed, measured on the built executable and printed. Nothing here can fail by time.

import { setTimeout as pause } from "node:timers/promises";
import { Home } from "../blackbox/support/home.mjs";
import { eventually } from "../blackbox/support/limits.mjs";
import { cpuMs } from "./cpu.mjs";
import { timesOfEcho } from "./echo.mjs";
import { ms, print, report, timed } from "./report.mjs";

const StoredSessions = 1000;
const PageSize = 500;
const Echoes = 1000;
const IdleSeconds = 20;

/** The runtime goes on compiling what was just used; that is not the cost of being idle. */
const SettleSeconds = 15;

/** The part `server`. */
export async function server() {
  const home = new Home();
  try {
    const client = await home.connect();
    report("session/create", await createSessions(client, home, StoredSessions));
    await allEnded(client);
    await listWithWarmHost(home);
    report("echo through host and relay", await timesOfEcho(client, home, Echoes));
    await idleCpu(client, "1 idle session, 1 client");
    await listWithColdHost(client, home);
  } finally {
    await home.dispose();
  }
}

/** Creates sessions one after the other, as a person would, and returns how long each answer took. */
async function createSessions(client, home, count) {
  const times = [];
  for (let index = 0; index < count; index++)
    times.push(await timed(() => client.request("session/create", { agent: "command", args: ["/bin/true"], cwd: home.work, title: `row ${index}` })));
  return times;
}

async function allEnded(client) {
  await eventually("all sessions to end", async () => {
    const { total } = await client.request("session/list", { filter: { phase: ["ended"] }, limit: 1 });
    return total === StoredSessions;
  }, AbortSignal.timeout(120_000));
}

async function listWithWarmHost(home) {
  const startedAt = performance.now();
  const client = await home.connect();
  const initializedAt = performance.now();
  const rows = await wholeList(client);
  const doneAt = performance.now();
  print(`initialize to list of ${rows}, host running`, `${ms(doneAt - startedAt)} (of which list ${ms(doneAt - initializedAt)})`);
  client.kill();
  await client.ended();
}

async function listWithColdHost(client, home) {
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  await eventually("the host to end", () => home.processes().length === 0);

  const startedAt = performance.now();
  const next = await home.connect();
  const rows = await wholeList(next);
  print(`initialize to list of ${rows}, host started`, ms(performance.now() - startedAt));
}

async function wholeList(client) {
  let rows = 0;
  let cursor;
  do {
    const page = await client.request("session/list", { limit: PageSize, ...(cursor && { cursor }) });
    rows += page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

async function idleCpu(client, what) {
  const { pid } = await client.request("host/status", {});
  await pause(SettleSeconds * 1000);
  const before = cpuMs(pid);
  await pause(IdleSeconds * 1000);
  const share = (cpuMs(pid) - before) / 1000 / IdleSeconds;
  print(`idle host over ${IdleSeconds} s, ${what}`, `${(share * 100).toFixed(2)} % of a core`);
}
