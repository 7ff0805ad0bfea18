/** Ends the host of one state folder and its sessions, and says what would not end. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { start, stop } from '../../../eng/console/children.mjs';
import { serverExecutable } from '../../../eng/paths.mjs';
import { processesOf, waitForNone } from './processes.mjs';

const endMs = 10_000;
const killMs = 2_000;
const pollMs = 50;

/** @returns {Promise<{pid: number, command: string}[]>} what outlived the request and had to be killed */
export async function endHost(state, env) {
  if (hostPid(state) !== undefined) await askToShutDown(env);
  const left = await waitForNone(state, endMs);
  killAll(state);
  await waitForNone(state, killMs);
  return left;
}

/** The host writes its pid into its lock, as text or within a line of JSON. */
export function hostPid(state) {
  const file = join(state, 'host.lock');
  const pid = existsSync(file) ? Number(/\d+/.exec(readFileSync(file, 'utf8'))?.[0]) : undefined;
  return processesOf(state).some((each) => each.pid === pid) ? pid : undefined;
}

/** Speaks its few frames by hand: a test of the editor should not depend on a client library. */
async function askToShutDown(env) {
  const child = start(serverExecutable, ['serve', '--stdio'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  const ask = asker(child);
  await ask('initialize', { capabilities: {} });
  // What runs would go on without the host.
  const running = async () => (await ask('session/list', { filter: { phase: ['created', 'starting', 'active', 'detached', 'closing'] }, limit: 500 }))?.items ?? [];
  for (const { id } of await running()) await ask('session/stop', { sessionId: id, force: true });
  for (const deadline = Date.now() + endMs; Date.now() < deadline && (await running()).length > 0;) await wait(pollMs);
  await ask('host/shutdown', { mode: 'now' });
  await stop(child);
}

/** Asks one thing after the other; undefined for no answer. */
function asker(child) {
  let received = Buffer.alloc(0);
  let heard = () => {};
  child.stdout.on('data', (chunk) => heard(received = Buffer.concat([received, chunk])));
  child.once('exit', () => heard());
  let lastId = 0;
  return (method, params) => new Promise((resolve) => {
    const id = ++lastId;
    setTimeout(resolve, endMs).unref();
    heard = () => {
      if (child.exitCode !== null) resolve();
      for (let message; (message = take()) !== undefined;) if (message.id === id) resolve(message.result);
    };
    child.stdin.write(frame({ id, method, params }));
  });

  function take() {
    const [head, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(received.toString('latin1')) ?? [];
    if (head === undefined || received.length < head.length + Number(length)) return undefined;
    const body = received.subarray(head.length, head.length + Number(length));
    received = received.subarray(head.length + Number(length));
    return JSON.parse(body.toString());
  }
}

function frame(message) {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function killAll(state) {
  for (const { pid } of processesOf(state)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It ended by itself between the look and the signal.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}
