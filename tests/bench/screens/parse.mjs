// How fast the engine reads output, beside two others on the same bytes.

import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { CorpusBytes, corpora } from "../corpora.mjs";
import { atLeast, heading, median, percentile, print } from "../report.mjs";
import { ScreenHost } from "./screen-host.mjs";
import { timeOfTmux, tmuxVersion } from "./tmux.mjs";
import { timeOfXterm } from "./xterm.mjs";

const Rounds = 5;
const TimesXterm = 6;

/** The part `screens/parse`. Engines take turns, so that a busy machine slows all of them. */
export async function parse() {
  const tmux = await tmuxVersion();
  heading(`Reading 16 MiB, MiB/s: median (slowest to fastest of ${Rounds}); Node ${process.version}, @xterm/headless 6.0.0, ` +
    `tmux ${tmux ?? "not installed"}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`);
  const host = new ScreenHost();
  try {
    for (const corpus of await corpora()) show(corpus.name, await measure(host, corpus.path, tmux !== undefined));
  } finally {
    host.dispose();
  }
}

/** Times in milliseconds by engine; the first round only warms up. */
async function measure(host, path, hasTmux) {
  const bytes = readFileSync(path);
  const times = { ours: [], xterm: [], tmux: [] };
  const allocated = [];
  let problem;
  for (let round = 0; round <= Rounds; round++) {
    try {
      const ours = await host.ask("parse", path);
      times.ours.push(ours.ms);
      allocated.push(ours.allocatedBytes);
    } catch (error) {
      // The figures of the others are worth having without ours.
      problem = error.message;
    }
    times.xterm.push(await timeOfXterm(bytes));
    if (hasTmux) times.tmux.push(await timeOfTmux(path));
  }
  for (const each of Object.values(times)) each.shift();
  return { ...times, allocated, problem };
}

function show(name, { ours, xterm, tmux, allocated, problem }) {
  print(`${name}: ours`, problem ?? `${speeds(ours)}, allocates ${(median(allocated) / CorpusBytes).toFixed(2)} bytes a byte`);
  const timesXterm = median(xterm) / median(ours);
  print(`${name}: xterm`, speeds(xterm) + comparison(ours, xterm), problem ? undefined : atLeast(TimesXterm, timesXterm, "times xterm"));
  if (tmux.length > 0) print(`${name}: tmux`, speeds(tmux) + comparison(ours, tmux));
}

function comparison(ours, other) {
  return ours.length === 0 ? "" : `, ours is ${(median(other) / median(ours)).toFixed(1)} times as fast`;
}

function speeds(times) {
  const at = share => (CorpusBytes / 1024 / 1024 / (percentile(times, share) / 1000)).toFixed(1);
  return `${at(0.5)} (${at(1)} to ${at(0)})`;
}
