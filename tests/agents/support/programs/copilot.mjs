// GitHub Copilot CLI: with a model provider of its own it needs no account; what it keeps lives in COPILOT_HOME.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const copilot = {
  agent: "copilot",
  packages: [["@github/copilot", "1.0.102"]],

  /** The line below its empty composer. */
  ready: /\? help/,

  /** Writes the answer to its first-start dialog and returns the environment that makes the program use the fake model. */
  async prepare({ home, cwd, modelUrl }) {
    const configuration = join(home, ".copilot");
    await mkdir(configuration, { recursive: true });
    await writeFile(join(configuration, "config.json"), JSON.stringify({ trustedFolders: [cwd] }));
    return {
      HOME: home,
      COPILOT_HOME: configuration,
      COPILOT_AUTO_UPDATE: "false",
      COPILOT_MODEL: "fake-1",
      COPILOT_OFFLINE: "true",
      COPILOT_PROVIDER_API_KEY: "none-needed",
      COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
    };
  },
};
