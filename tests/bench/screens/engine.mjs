// What a snapshot costs, and what a screen holds on to.

import { corpora } from "../corpora.mjs";
import { atMost, heading, ms, percentile, print, size } from "../report.mjs";
import { ScreenHost } from "./screen-host.mjs";

const KiB = 1024;
const MaxBytes = { prompt: 64 * KiB };
const MaxFullBytes = 1.5 * 1024 * KiB;
const Snapshot = { p50Ms: 2, p99Ms: 10, timesVisible: 1.5 };

const Titles = {
  prompt: "a screen that printed a prompt",
  text: "a screen full of text, with its scrollback",
  colours: "the same, a colour for every 8 characters",
  clusters: "the same, every other cell a cluster",
};

/** The part `screens/engine`. */
export async function engine() {
  heading("Snapshot of 120x40 with 1,000 lines of scrollback");
  for (const corpus of await corpora()) await attempt(corpus.name, async () => showSnapshot(corpus.name, await ScreenHost.ask("snapshot", corpus.path)));

  heading("Memory of one screen of 120x40, of 200");
  for (const content of await ScreenHost.ask("contents"))
    await attempt(content, async () => showMemory(content, await ScreenHost.ask("memory", content)));
}

/** One that could not be measured does not hide the others. */
async function attempt(name, measure) {
  try {
    await measure();
  } catch (error) {
    print(name, error.message);
    process.exitCode = 1;
  }
}

function showMemory(content, { bytesPerScreen }) {
  const limit = MaxBytes[content] ?? MaxFullBytes;
  print(Titles[content], size(bytesPerScreen), atMost(limit / KiB, bytesPerScreen / KiB, "KiB"));
}

function showSnapshot(name, { firstMs, timesMs, bytes, visibleBytes, scrollbackLines }) {
  const [p50, p99, max] = [0.5, 0.99, 1].map(share => percentile(timesMs, share));
  print(`${name}: time`, `p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)}, first ${ms(firstMs)} (${timesMs.length} times)`,
    `${atMost(Snapshot.p50Ms, p50, "ms p50")}; ${atMost(Snapshot.p99Ms, p99, "ms p99")}`);
  const ratio = bytes / visibleBytes;
  print(`${name}: size`, `${size(bytes)}, ${ratio.toFixed(2)} times what is visible (${size(visibleBytes)}), ${scrollbackLines} lines above`,
    atMost(Snapshot.timesVisible, ratio, "times what is visible"));
}
