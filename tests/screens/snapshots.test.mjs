/** Snapshots of a screen of the server, shown by xterm.js. ORACLE_SNAPSHOTS and ORACLE_SEED choose the random ones. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { cases as controls } from "./cases/controls.mjs";
import { cases as cursor } from "./cases/cursor.mjs";
import { cases as editing } from "./cases/editing.mjs";
import { cases as modes } from "./cases/modes.mjs";
import { cases as resizing } from "./cases/resizing.mjs";
import { cases as styles } from "./cases/styles.mjs";
import { cases as wrapping } from "./cases/wrapping.mjs";
import { Dice } from "./random/dice.mjs";
import { shrink } from "./random/shrink.mjs";
import { stream } from "./random/streams.mjs";
import { apply, cut, program, snapshotHere, written } from "./support/program.mjs";
import { recordings } from "./support/recordings.mjs";
import { isXterm, subject } from "./support/subject.mjs";
import { beginViewing, sameAs, shown, sizeAfter } from "./support/viewers.mjs";
import { Xterm } from "./support/xterm.mjs";

const streams = Number(process.env.ORACLE_SNAPSHOTS ?? 5000);
const firstSeed = Number(process.env.ORACLE_SEED ?? 1);
const groupSize = 1000;
const batchSize = 40;
const reportedAtMost = 4;
const skip = isXterm && "xterm.js writes no snapshots";

const screen = subject();
after(() => screen.close());

// Brings to light what a state does not show: the last character, sets, the saved cursor, titles, the other screen.
const probe = ["\x1b[2b", "p\tq\x0fq\x0eq\x1bnq\x0f", "\x1b8r\x1b[4mu\x1b[24mv\x1b]8;;\x07w", "\x1b[23;2t", "\x1b[?1049l", "s\x1b8t\r\n\x1b[9Cx\x1b[H\x1bMy"];

const onOff = [4, 20, "?1", "?6", "?7", "?12", "?25", "?45", "?66", "?1000", "?1002", "?1003", "?1004", "?1006", "?1016", "?2004"].flatMap(mode =>
  ["h", "l"].map(end => program(10, 4, `ab\x1b[${mode}${end}cd`, snapshotHere, "ef\r\n")));
test("SNP-11 modes, on or off, on viewers that had them otherwise", { skip }, () => all(onOff));

for (const [group, cases] of Object.entries({ controls, cursor, editing, wrapping, styles, modes, resizing })) {
  test(`SNP-12 SNP-09 SNP-10 SNP-14 the end of each written case: ${group}`, { skip }, () =>
    all(cases.map(({ program: { steps, ...size } }) => ({ ...size, steps: [...steps, snapshotHere, ...probe.map(text => Buffer.from(text))] }))));
}

for (let from = 0; from < streams; from += groupSize) {
  const seeds = Array.from({ length: Math.min(groupSize, streams - from) }, (_, index) => firstSeed + from + index);
  test(`SNP-03 SNP-09 SNP-10 SNP-14 random streams ${seeds[0]} to ${seeds.at(-1)}, cut anywhere`, { skip }, () => all(seeds.map(withCut)));
}

for (const { name, program: recording } of recordings) {
  test(`SNP-03 SNP-09 ${name}, cut at every 997th byte`, { skip }, () => recordingIsShown(cut(recording, 997)));
}

function withCut(seed) {
  const played = stream(seed);
  return { ...played, steps: played.steps.toSpliced(new Dice(seed + 0.5).between(0, played.steps.length), 0, snapshotHere) };
}

async function all(programs) {
  const failed = [];
  for (let at = 0; at < programs.length && failed.length < reportedAtMost; at += batchSize) {
    const found = await Promise.all(programs.slice(at, at + batchSize).map(async (each, index) => ({ program: each, seed: at + index, difference: await beginViewing(screen, each, at + index) })));
    failed.push(...found.filter(({ difference }) => difference !== undefined));
  }
  const reports = [];
  for (const each of failed.slice(0, reportedAtMost)) reports.push(await report(each));
  if (reports.length > 0) assert.fail(reports.join("\n\n"));
}

async function report({ program: failing, seed, difference }) {
  const smallest = await shrink(failing, async candidate => (await beginViewing(screen, candidate, seed)) !== undefined);
  return `${(await beginViewing(screen, smallest, seed)) ?? `seen only once: ${difference}`}\n  input: ${written(smallest)}`;
}

/** At each cut a viewer comes; each seventh of them stays to the end. */
async function recordingIsShown({ columns, rows, steps }) {
  screen.open(columns, rows);
  const cuts = await Promise.all(steps.map(async each => {
    apply(screen, each);
    const asked = [Buffer.isBuffer(each) ? screen.visible() : each, screen.snapshot(1000)];
    return Promise.all(asked);
  }));
  const live = new Xterm(columns, rows);
  const staying = [];
  cuts.forEach(([released, snapshot], index) => {
    apply(live, steps[index]);
    for (const { viewers } of staying) for (const viewer of [viewers.fresh, viewers.dirty]) apply(viewer, released);
    const viewers = shown(snapshot, ...sizeAfter(columns, rows, steps.slice(0, index + 1)), index, live);
    const difference = viewers.complaint ?? sameAs(live, viewers, `SNP-09, after step ${index}`);
    if (difference !== undefined) assert.fail(difference);
    if (index % 7 === 0) staying.push({ index, viewers });
  });
  for (const { index, viewers } of staying) {
    const difference = sameAs(live, viewers, `SNP-03, from step ${index} to the end`);
    if (difference !== undefined) assert.fail(difference);
  }
}
