// The agent programs that are driven for real, and where their executables are on this machine.

import { join } from "node:path";
import { installedPackage } from "./npm-cache.mjs";
import { claude } from "./programs/claude.mjs";
import { codex } from "./programs/codex.mjs";
import { gemini } from "./programs/gemini.mjs";
import { kimi } from "./programs/kimi.mjs";
import { opencode } from "./programs/opencode.mjs";

export const programs = [codex, claude, gemini, opencode, kimi];

/** The folders to put on the PATH so that a program is found, or the sentence that says why it cannot be run. */
export async function provide(program) {
  if (process.platform === "win32") return { unavailable: `${program.agent} is not yet run on Windows` };
  try {
    const folders = await Promise.all(program.packages.map(([name, version]) => installedPackage(name, version)));
    return { binFolders: folders.map(folder => join(folder, "node_modules", ".bin")) };
  } catch (error) {
    return { unavailable: `${program.agent} could not be installed from npm: ${firstLine(error.stderr || error.message)}` };
  }
}

function firstLine(text) {
  return text.trim().split("\n")[0];
}
