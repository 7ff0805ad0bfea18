/** Installs something once, outside the tree. A folder in the cache is complete or absent, never half. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from '../console/steps.mjs';
import { cache } from '../paths.mjs';

const touchMs = 5_000;
const staleMs = 60_000;

/**
 * @param {string} name the folder's name, with the version and the platform in it
 * @param {(folder: string) => Promise<void>} install fills an empty folder
 * @returns {Promise<string>} the complete folder
 */
export async function installOnce(name, install) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    await removeLeftovers(folder);
    const partial = `${folder}.partial-${process.pid}`;
    await mkdir(partial);
    await install(partial).catch(async (error) => {
      await rm(partial, { recursive: true, force: true });
      throw error;
    });
    await rename(partial, folder);
    return folder;
  } finally {
    await release();
  }
}

async function removeLeftovers(folder) {
  const names = await readdir(dirname(folder));
  const partials = names.filter((name) => name.startsWith(`${basename(folder)}.partial-`));
  for (const name of partials) await rm(join(dirname(folder), name), { recursive: true, force: true });
}

/** Two runs at once install once; the lock of a killed run is taken over. */
async function lock(file) {
  let told = false;
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      const touch = setInterval(() => utimes(file, new Date(), new Date()).catch(() => {}), touchMs).unref();
      return async () => {
        clearInterval(touch);
        await rm(file, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await isStale(file)) await unlink(file).catch(() => {});
    else {
      if (!told) say(`  waiting for another run that is installing ${basename(file, '.lock')}`);
      told = true;
      await wait(1_000);
    }
  }
}

async function isStale(file) {
  try {
    const age = Date.now() - (await stat(file)).mtimeMs;
    const pid = Number(await readFile(file, 'utf8'));
    return age > staleMs || (age > touchMs && !isAlive(pid));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
