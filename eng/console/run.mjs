/** Runs one command to its end with signs of life, and shows its whole output only when it fails. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { artifacts } from '../paths.mjs';
import { isInterrupted, start, stop } from './children.mjs';
import { Refusal, say } from './steps.mjs';

const heartbeatMs = 15_000;
const drainMs = 1_000;

/**
 * @param {string} title what is being done, for people: "Publishing the server"
 * @param {{cwd?: string, env?: object, timeoutMs?: number, mayFail?: boolean}} options
 * @returns {Promise<{code: number|null, output: string, timedOut: boolean}>}
 */
export async function run(title, command, args, { timeoutMs = 30 * 60_000, mayFail = false, ...options } = {}) {
  say(title);
  const chunks = [];
  let lastLine = '';
  const log = createWriteStream(logFile(title));
  const child = start(command, args, options);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      chunks.push(text);
      log.write(text);
      lastLine = stripVTControlCharacters(text).trimEnd().split('\n').at(-1).trim() || lastLine;
    });
  }

  let timedOut = false;
  const heartbeat = setInterval(() => say(`  … ${lastLine.slice(0, 110)}`), heartbeatMs);
  const deadline = setTimeout(() => {
    timedOut = true;
    stop(child);
  }, timeoutMs);
  const code = await ended(child).finally(() => {
    clearInterval(heartbeat);
    clearTimeout(deadline);
    log.end();
  });

  const output = chunks.join('');
  if (code !== 0 && !mayFail) {
    process.stdout.write(`\n${output.trimEnd()}\n`);
    throw new Refusal(`${title}: ${timedOut ? `not finished after ${timeoutMs / 60_000} minutes` : `failed with exit code ${code}`}; its output is above.`);
  }
  return { code, output, timedOut };
}

function logFile(title) {
  const folder = join(artifacts, 'logs');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${title.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}.log`);
}

/** The exit code, once the output is read; a grandchild that keeps the pipe open is not waited for. */
function ended(child) {
  return new Promise((settle, reject) => {
    const resolve = (code) => isInterrupted() || settle(code);
    child.once('error', (error) => reject(new Refusal(`${child.spawnfile} cannot be started: ${error.message}.`)));
    child.once('close', resolve);
    child.once('exit', (code) => setTimeout(resolve, drainMs, code));
  });
}
