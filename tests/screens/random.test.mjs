/**
 * Random streams: a screen of the server and xterm.js go through the same states. The streams are the same in every run;
 * ORACLE_STREAMS=100000 makes more of them, ORACLE_SEED=1000000 others.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Dice } from "./random/dice.mjs";
import { shrink } from "./random/shrink.mjs";
import { stream } from "./random/streams.mjs";
import { begin, xtermThrew } from "./support/check.mjs";
import { program, written } from "./support/program.mjs";
import { subject } from "./support/subject.mjs";

const streams = Number(process.env.ORACLE_STREAMS ?? 20_000);
const firstSeed = Number(process.env.ORACLE_SEED ?? 1);
const groupSize = 1000;
const batchSize = 50;
const reportedPerGroup = 3;

const screen = subject();
after(() => screen.close());

const kept = JSON.parse(readFileSync(join(import.meta.dirname, "kept-cases.json"), "utf8"));
for (const { title, columns, rows, steps } of kept) {
  test(`TRM-06 kept: ${title}`, async () => {
    const played = program(columns, rows, ...steps);
    const difference = await begin(screen, played, everyStep(played));
    if (difference !== undefined) assert.fail(`${difference}\n  input: ${written(played)}`);
  });
}

for (let from = 0; from < streams; from += groupSize) {
  const count = Math.min(groupSize, streams - from);
  test(`TRM-06 random streams ${firstSeed + from} to ${firstSeed + from + count - 1}`, async () => {
    const failed = [];
    for (let at = 0; at < count && failed.length < reportedPerGroup; at += batchSize) failed.push(...await batch(firstSeed + from + at, Math.min(batchSize, count - at)));
    if (failed.length > 0) assert.fail((await Promise.all(failed.slice(0, reportedPerGroup).map(report))).join("\n\n"));
    // Streams that cannot be compared must stay the exception.
    assert.ok(xtermThrew.length <= (from + count) / 100, `xterm.js threw ${xtermThrew.length} times; last: ${xtermThrew.at(-1)?.error.stack}`);
  });
}

async function batch(seed, count) {
  const found = await Promise.all(Array.from({ length: count }, async (_, index) => {
    const played = stream(seed + index);
    const difference = await begin(screen, played, someSteps(played, seed + index));
    return difference === undefined ? [] : [{ seed: seed + index, difference }];
  }));
  return found.flat();
}

/** The smallest program that shows the difference, as text and as an entry of kept-cases.json. */
async function report({ seed, difference }) {
  const fresh = subject();
  try {
    const fails = async candidate => (await begin(fresh, candidate, everyStep(candidate))) !== undefined;
    const smallest = await shrink(stream(seed), fails);
    const last = await begin(fresh, smallest, everyStep(smallest));
    return `seed ${seed}\n${last ?? `it was seen only once: ${difference}`}\n  input: ${written(smallest)}`;
  } finally {
    await fresh.close();
  }
}

const everyStep = ({ steps }) => Array.from({ length: steps.length + 1 }, (_, index) => index);

function someSteps({ steps }, seed) {
  const dice = new Dice(~seed);
  return [dice.between(1, steps.length), dice.between(1, steps.length), steps.length];
}
