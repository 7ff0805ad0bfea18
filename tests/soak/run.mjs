// `npm run soak`: ten minutes of everything at once, with a host that is killed in the middle. SOAK_SECONDS and SOAK_SEED change it.

import { setTimeout as pause } from "node:timers/promises";
import { size } from "../bench/report.mjs";
import { Soak } from "./support/soak.mjs";

const Seconds = Number(process.env.SOAK_SECONDS ?? 600);
const Seed = Number(process.env.SOAK_SEED ?? 1);
const Sessions = 1000;
const Printing = 200;
const SettleMs = 15_000;

/** Beyond this something grows without bound; what is normal is printed. */
const GrossGrowth = 2;

console.log(`SOAK_SEED=${Seed} SOAK_SECONDS=${Seconds}: ${Sessions} sessions, ${Printing} of them print, 3 clients, one of which never reads`);
const soak = new Soak(Seed);
try {
  await soak.start({ sessions: Sessions, printing: Printing });
  await pause(SettleMs);
  const before = soak.hostMemory;
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const memory = [];
  for (let step = 1, hasCrashed = false; elapsed() < Seconds; step++) {
    if (!hasCrashed && elapsed() > Seconds / 2) {
      await soak.crash();
      hasCrashed = true;
    }

    await soak.act(step);
    if (memory.length < elapsed() / 30) memory.push(soak.hostMemory);
  }

  await soak.look();
  await soak.lookAtAll();
  await pause(SettleMs);
  const after = soak.hostMemory;
  console.log(`did ${JSON.stringify(soak.counts)}`);
  console.log(`checked ${size(soak.totals.bytes)} byte by byte, ${soak.totals.resyncs} snapshots for slow readers`);
  console.log(`memory of the host ${size(before)} before, ${size(after)} after; every 30 s: ${memory.map(size).join(", ")}`);
  if (after > before * GrossGrowth) throw new Error(`the host has grown from ${size(before)} to ${size(after)}`);
  await soak.end();
} catch (error) {
  console.log(`failed after ${JSON.stringify(soak.counts)}: ${error.stack}\nAgain: SOAK_SEED=${Seed} SOAK_SECONDS=${Seconds} npm run soak`);
  process.exitCode = 1;
  await soak.abandon();
}
