// What a process holds on to now.

import { readdirSync, readFileSync } from "node:fs";

/** Bytes of memory that are in use by a process, and its descriptors and threads. */
export function holdings(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const number = name => Number(status.match(new RegExp(`^${name}:\\s*(\\d+)`, "m"))[1]);
  return { memory: number("VmRSS") * 1024, threads: number("Threads"), handles: readdirSync(`/proc/${pid}/fd`).length };
}
