/** What the editor writes about itself. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 50;
const slowMs = 30_000;

/** Resolves when a log of this name, wherever it is below the folder, has the text in it. */
export async function waitForLine(folder, name, text) {
  const deadline = Date.now() + slowMs;
  while (Date.now() < deadline) {
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(name));
    for (const file of files) if ((await readFile(join(folder, file), 'utf8')).includes(text)) return;
    await wait(pollMs);
  }
  throw new Error(`No ${name} says "${text}" after ${slowMs / 1000} seconds.`);
}
