// The agent programs that are driven for real, and where their executables are on this machine.

import { dirname, join } from "node:path";
import { installedPackage } from "./npm-cache.mjs";
import { claude } from "./programs/claude.mjs";
import { codex } from "./programs/codex.mjs";
import { copilot } from "./programs/copilot.mjs";
import { gemini } from "./programs/gemini.mjs";
import { kimi } from "./programs/kimi.mjs";
import { opencode } from "./programs/opencode.mjs";
import { qwen } from "./programs/qwen.mjs";

/** The Node that is fetched for programs which need a newer one than runs these tests. */
const NewerNode = [`node-${process.platform}-${process.arch}`, "24.21.0"];

export const programs = [codex, claude, gemini, opencode, kimi, copilot, qwen];

/** The folders to put on the PATH so that a program is found, or the sentence that says why it cannot be run. */
export async function provide(program) {
  if (process.platform === "win32") return { unavailable: `${program.agent} is not yet run on Windows` };
  try {
    const folders = [];
    for (const [name, version] of [...program.packages, ...nodeFor(program)]) folders.push(await installedPackage(name, version));
    return { binFolders: [...folders.map(folder => join(folder, "node_modules", ".bin")), dirname(process.execPath)] };
  } catch (error) {
    return { unavailable: `${program.agent} could not be installed from npm: ${firstLine(error.stderr || error.message)}` };
  }
}

function nodeFor(program) {
  const ours = Number(process.versions.node.split(".")[0]);
  return program.node > ours ? [NewerNode] : [];
}

function firstLine(text) {
  return text.trim().split("\n")[0];
}
