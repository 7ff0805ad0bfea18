// How soon work is seen again after a crash of the host, and how soon a host with a long past is there. Nothing here can fail by time.

import { Home } from "../blackbox/support/home.mjs";
import { eventually } from "../blackbox/support/limits.mjs";
import { finishCommand, startCommand } from "../blackbox/support/sessions.mjs";
import { Viewer } from "../blackbox/support/viewer.mjs";
import { cpuMs } from "./cpu.mjs";
import { multiply } from "./database.mjs";
import { atMost, percentile, report, timed } from "./report.mjs";

const LiveSessions = 50;
const VisibleSessions = 4;
const Crashes = 10;
const LongestAdoptionMs = 2000;

const StoredSessions = 10_000;
const Starts = 5;
const LongestStartMs = 1000;

/** Has printed more than a screen and its scrollback, and goes on. */
const Agent = "seq 1 5000; while :; do date; sleep 1; done";

/** The part `adopt`. */
export async function adopt() {
  await withHome(afterCrashes);
  await withHome(withLongPast);
}

async function afterCrashes(home) {
  let client = await home.connect();
  const sessions = [];
  for (let index = 0; index < LiveSessions; index++) sessions.push(await startCommand(client, home, Agent));
  const visible = sessions.slice(0, VisibleSessions).map(({ id }) => id);
  await showAll(client, visible);

  const times = [];
  const cpu = [];
  for (let crash = 0; crash < Crashes; crash++) {
    process.kill(home.pidOf("host"), "SIGKILL");
    await client.ended();
    times.push(await timed(async () => {
      client = await home.connect();
      await showAll(client, visible);
    }));
    cpu.push(cpuMs(home.pidOf("host")));
  }

  report(`serve to ${VisibleSessions} of ${LiveSessions} sessions shown, host killed`, times, atMost(LongestAdoptionMs, percentile(times, 1), "ms"));
  report("the same, time of the host on a processor", cpu);
  await Promise.all(sessions.map(({ id }) => client.request("session/stop", { sessionId: id, force: true })));
}

/** Reveals sessions and waits until a terminal shows the last of what each has printed. */
async function showAll(client, ids) {
  await Promise.all(ids.map(async id => {
    const viewer = new Viewer(client, id);
    await viewer.reveal();
    await viewer.waitFor(`session ${id} to be shown`, ({ buffer }) => buffer.baseY > 0 || undefined);
  }));
}

async function withLongPast(home) {
  const client = await home.connect();
  await finishCommand(client, home, "exit 0", { title: "one of many" });
  await stop(home, client);
  await starts(home, 1);
  await multiply(home, StoredSessions);
  await starts(home, StoredSessions);
}

async function starts(home, sessions) {
  const times = [];
  const cpu = [];
  for (let start = 0; start < Starts; start++) {
    let client;
    times.push(await timed(async () => { client = await home.connect(); }));
    cpu.push(cpuMs(home.pidOf("host")));
    const { total } = await client.request("session/list", { limit: 1 });
    if (total !== sessions) throw new Error(`the host knows ${total} sessions instead of ${sessions}`);
    await stop(home, client);
  }

  report(`serve to initialize, host with ${sessions} sessions`, times, atMost(LongestStartMs, percentile(times, 1), "ms"));
  report("the same, time of the host on a processor", cpu);
}

async function stop(home, client) {
  await client.request("host/shutdown", { mode: "now" });
  await client.ended();
  await eventually("the host to end", () => home.processes().length === 0);
}

async function withHome(measure) {
  const home = new Home();
  try {
    await measure(home);
  } finally {
    await home.dispose();
  }
}
