/** Every child process of a script, so that none outlives it, however the script ends. */
import { spawn } from 'node:child_process';

const running = new Set();
const graceMs = 5000;
const repeatMs = 500;
let interruption;

/** Starts a program as the leader of its own process group, so that its own children can be ended with it. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a child and what it started. A group that is gone already is what was wanted. */
export function end(child, signal = 'SIGTERM') {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ends a child politely, then firmly; resolves when it is gone. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  end(child);
  const timer = setTimeout(() => end(child, 'SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

/** True once a person or a supervisor has asked this script to end: what fails from then on is not worth telling. */
export const isInterrupted = () => interruption !== undefined;

process.once('exit', () => running.forEach((child) => end(child, 'SIGKILL')));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => {
    // Ctrl-C comes twice: from the terminal, and passed on by npm. A later one is a person who does not want to wait.
    if (interruption !== undefined && performance.now() - interruption < repeatMs) return;
    if (interruption !== undefined || running.size === 0) process.exit(code);
    interruption = performance.now();
    for (const child of running) {
      child.once('exit', () => running.size === 0 && process.exit(code));
      end(child);
    }
    setTimeout(() => process.exit(code), graceMs);
  });
}
