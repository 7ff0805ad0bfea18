// What a process has cost, which does not depend on what else the machine does.

import { readFileSync } from "node:fs";

/** Ticks of /proc/<pid>/stat are hundredths of a second on every Linux this runs on. */
const TickMs = 10;

/** Milliseconds in user and kernel mode since its start; the fields are counted after the name, which may hold blanks. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TickMs;
}
