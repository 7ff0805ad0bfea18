// Gemini CLI: its configuration lives in .gemini below GEMINI_CLI_HOME.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const gemini = {
  agent: "gemini",
  packages: [["@google/gemini-cli", "0.61.0"]],

  /** The text in its empty composer. */
  ready: /Type your message/,

  /** Writes the answers to every first-start dialog and returns the environment that makes the program use them. */
  async prepare({ home, cwd, modelUrl }) {
    const configuration = join(home, ".gemini");
    await mkdir(configuration, { recursive: true });
    await writeFile(join(configuration, "settings.json"), JSON.stringify({
      security: { auth: { selectedType: "gemini-api-key" } },
      general: { disableAutoUpdate: true, disableUpdateNag: true },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      model: { name: "gemini-2.5-flash" },
    }));
    await writeFile(join(configuration, "trustedFolders.json"), JSON.stringify({ [cwd]: "TRUST_FOLDER" }));
    return {
      HOME: home,
      GEMINI_CLI_HOME: home,
      GEMINI_API_KEY: "none-needed",
      GOOGLE_GEMINI_BASE_URL: modelUrl,
    };
  },
};
