// Output that no sensible program prints: it may cost time and memory, but not without bound.

import { atMost, heading, ms, print, size } from "../report.mjs";
import { ScreenHost } from "./screen-host.mjs";

const MiB = 1024 * 1024;

/** The part `screens/floods`. Fails, after all of them, when one was over its bound. */
export async function floods() {
  heading("Floods: time, what the screen holds on to afterwards, and its snapshot");
  const over = [];
  for (const name of await ScreenHost.ask("floods"))
    if (!await holds(name)) over.push(name);
  if (over.length > 0) throw new Error(`over the bound: ${over.join(", ")}`);
}

async function holds(name) {
  const flood = await ScreenHost.ask("flood", name).catch(error => ({ error }));
  if (flood.error) {
    print(name, flood.error.message);
    return false;
  }
  const { title, ms: time, maxMs, retainedBytes, maxRetainedBytes, snapshotMs, snapshotBytes } = flood;
  print(title, `${ms(time)}, ${size(retainedBytes)}; snapshot ${ms(snapshotMs)}, ${size(snapshotBytes)}`,
    `${atMost(maxMs, time, "ms")}; ${atMost(maxRetainedBytes / MiB, retainedBytes / MiB, "MiB")}`);
  return time <= maxMs && retainedBytes <= maxRetainedBytes;
}
