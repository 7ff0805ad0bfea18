// What a person waits for: the screen of a session that has printed much, and echo while another session floods.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Home } from "../../blackbox/support/home.mjs";
import { eventually } from "../../blackbox/support/limits.mjs";
import { startCommand } from "../../blackbox/support/sessions.mjs";
import { corpora } from "../corpora.mjs";
import { Columns, Rows } from "../corpora/size.mjs";
import { timesOfEcho } from "../echo.mjs";
import { atMost, heading, ms, percentile, print, report, size, timed } from "../report.mjs";
import { FloodReader } from "./flood-reader.mjs";

const MiB = 1024 * 1024;
const Printed = [1, 16, 64];
const Reveals = 200;
const Echoes = 300;
const PrintDeadlineMs = 120_000;
const Promised = { p50Ms: 5, p99Ms: 20 };

/** What the runtime compiles at first use is measured elsewhere. */
const WarmUpReveals = 40;

/** The part `screens/reveal`. */
export async function reveal() {
  const home = new Home();
  try {
    const client = await home.connect();
    await reveals(client, home);
    await echoes(client, home);
  } finally {
    await home.dispose();
  }
}

async function reveals(client, home) {
  heading(`session/reveal without "since" over stdio, ${Columns}x${Rows}`);
  const sessions = [];
  for (const mebibytes of Printed) sessions.push({ mebibytes, id: await printed(client, home, mebibytes * MiB), times: [], bytes: 0 });

  // They take turns, so that a busy machine slows all of them.
  for (let round = -WarmUpReveals; round < Reveals; round++)
    for (const session of sessions) await revealOnce(client, session, round >= 0);
  for (const session of sessions) show(session);

  const [first, last] = [sessions.at(0), sessions.at(-1)];
  print("how much more after more was printed", `p50 times ${(percentile(last.times, 0.5) / percentile(first.times, 0.5)).toFixed(2)} ` +
    `from ${first.mebibytes} to ${last.mebibytes} MiB`, "promised: the same");
}

/** A session whose program has printed so many bytes and stays. */
async function printed(client, home, bytes) {
  const { path } = (await corpora()).find(({ name }) => name === "sgr");
  const done = join(home.work, `printed-${bytes}`);
  const source = `'${path}' `.repeat(Math.max(...Printed) / 16);
  const script = `stty raw -echo; cat ${source} | head -c ${bytes}; touch '${done}'; exec sleep 600`;
  const { id } = await startCommand(client, home, script, { cols: Columns, rows: Rows });
  await eventually(`${bytes} bytes to be printed`, () => existsSync(done), AbortSignal.timeout(PrintDeadlineMs));
  return id;
}

async function revealOnce(client, session, counts) {
  const sessionId = session.id;
  let content;
  const time = await timed(async () => {
    ({ terminal: content } = await client.request("session/reveal", { sessionId, active: true, cols: Columns, rows: Rows }));
  });
  if (content.offset < session.mebibytes * MiB) throw new Error(`only ${content.offset} bytes of ${session.mebibytes} MiB were printed`);
  await client.notify("terminal/ack", { sessionId, epoch: content.epoch, offset: content.offset });
  await client.request("session/conceal", { sessionId });
  if (counts) session.times.push(time);
  session.bytes = Buffer.from(content.data, "base64").length;
}

function show({ mebibytes, times, bytes }) {
  const [p50, p99, max] = [0.5, 0.99, 1].map(share => percentile(times, share));
  print(`after ${mebibytes} MiB`, `p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)} (${times.length} times), ${size(bytes)}`,
    `${atMost(Promised.p50Ms, p50, "ms p50")}; ${atMost(Promised.p99Ms, p99, "ms p99")}`);
}

async function echoes(client, home) {
  heading("Echo of one session while another one floods");
  report("no flood", await timesOfEcho(client, home, Echoes));
  const { id } = await startCommand(client, home, "exec yes", { cols: Columns, rows: Rows });
  report("flood that nobody looks at", await timesOfEcho(client, home, Echoes));

  const reader = await FloodReader.start(home, id);
  report("flood that another client looks at", await timesOfEcho(client, home, Echoes));
  const { bytes, seconds, resyncs } = await reader.stop();
  print("what that client read meanwhile", `${size(bytes)}, ${(bytes / MiB / seconds).toFixed(1)} MiB/s, replaced ${resyncs} times`);
}
