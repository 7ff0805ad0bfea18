// Qwen Code: its configuration lives in QWEN_HOME, its model is given in the environment.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const qwen = {
  agent: "qwen",
  packages: [["@qwen-code/qwen-code", "0.24.4"]],

  /** The oldest Node it runs on. */
  node: 22,

  /** The text in its empty composer. */
  ready: /Type your message/,

  /** Writes the answers to every first-start dialog and returns the environment that makes the program use the fake model. */
  async prepare({ home, modelUrl }) {
    const configuration = join(home, ".qwen");
    await mkdir(configuration, { recursive: true });
    await writeFile(join(configuration, "settings.json"), JSON.stringify({
      $version: 4,
      security: { auth: { selectedType: "openai" } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
      // Both ask the model for more than was typed.
      memory: { enableManagedAutoMemory: false },
      ui: { enableFollowupSuggestions: false },
    }));
    return {
      HOME: home,
      QWEN_HOME: configuration,
      OPENAI_API_KEY: "none-needed",
      OPENAI_BASE_URL: `${modelUrl}/v1`,
      OPENAI_MODEL: "fake-1",
    };
  },
};
