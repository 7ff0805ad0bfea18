/** Ends the host of one state folder and its sessions, and says what would not end. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, stop } from '../../../eng/console/children.mjs';
import { serverExecutable } from '../../../eng/paths.mjs';
import { processesOf, waitForNone } from './processes.mjs';

const endMs = 10_000;
const killMs = 2_000;

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

/** Speaks three frames by hand: a test of the editor should not depend on a client library. */
async function askToShutDown(env) {
  const child = start(serverExecutable, ['serve', '--stdio'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  const answered = (id) => new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk).includes(`"id":${id}`) && resolve());
    child.once('exit', resolve);
    setTimeout(resolve, endMs).unref();
  });
  child.stdin.write(frame({ id: 1, method: 'initialize', params: { capabilities: {} } }));
  await answered(1);
  child.stdin.write(frame({ id: 2, method: 'host/shutdown', params: { mode: 'now' } }));
  await answered(2);
  await stop(child);
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
