/** The processes that work for one state folder, found by the variable that all of them inherit. */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 50;

/** @returns {{pid: number, command: string}[]} */
export function processesOf(state) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const variables = read(`/proc/${pid}/environ`).split('\0');
    return variables.includes(`ORCHESTRATOR_HOME=${state}`) ? [{ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }] : [];
  });
}

/** @returns the processes that are still there when the time is over */
export async function waitForNone(state, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  let left = processesOf(state);
  while (left.length > 0 && Date.now() < deadline) {
    await wait(pollMs);
    left = processesOf(state);
  }
  return left;
}

/** A process that ended between two looks is not there. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) throw error;
    return '';
  }
}
