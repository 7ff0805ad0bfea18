/** Every child process of a script, so that none outlives it, however the script ends. */
import { spawn } from 'node:child_process';

const running = new Set();

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
export async function stop(child, graceMs = 5000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  end(child);
  const timer = setTimeout(() => end(child, 'SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

process.once('exit', () => running.forEach((child) => end(child, 'SIGKILL')));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => {
    running.forEach((child) => end(child));
    process.exitCode = code;
    // A second signal, or a child that ignores the first, must not keep the script alive.
    setTimeout(() => process.exit(code), running.size > 0 ? 2000 : 0).unref();
    if (running.size === 0) process.exit(code);
  });
}
