// What the system counts of a process, in bytes.

import { readFileSync } from "node:fs";

/** Everything it has read since its start, also what the system had in its cache, and from pipes and sockets. */
export const bytesRead = pid => number(pid, "io", "rchar");

/** The most memory that it ever had. */
export const mostMemory = pid => number(pid, "status", "VmHWM") * 1024;

const number = (pid, file, name) => Number(readFileSync(`/proc/${pid}/${file}`, "utf8").match(new RegExp(`^${name}:\\s*(\\d+)`, "m"))[1]);
