// Agent programs come from npm, pinned, into a cache folder outside the tree, so that they are fetched once per machine
// and never become dependencies of the product.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const InstallDeadlineMs = 10 * 60_000;

/** Where things that are expensive to fetch are kept between runs. */
export function cacheFolder(env = process.env) {
  if (env.ORCHESTRATOR_CACHE) return env.ORCHESTRATOR_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "orchestrator");
}

/**
 * The folder that holds `node_modules` of one pinned package, installed on first use.
 * Two runs that start at once both install, one rename wins, and both use the winner's folder.
 */
export async function installedPackage(name, version) {
  const target = join(cacheFolder(), "npm", `${name.replace("/", "+")}@${version}`);
  if (await exists(target)) return target;

  await mkdir(dirname(target), { recursive: true });
  const staging = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    await npmInstall(staging, `${name}@${version}`);
    await rename(staging, target);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another run may have finished the same installation first: its folder is as good as ours.
    if (!(await exists(target))) throw error;
  }
  return target;
}

async function npmInstall(folder, specification) {
  const arguments_ = ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error", specification];
  await run("npm", arguments_, { cwd: folder, timeout: InstallDeadlineMs, maxBuffer: 16 << 20 });
}

async function exists(path) {
  return stat(path).then(() => true, error => {
    if (error.code === "ENOENT") return false;
    throw error;
  });
}
