// Codex: its configuration lives in CODEX_HOME, its first-start dialogs are answered in config.toml.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const codex = {
  agent: "codex",
  packages: [["@openai/codex", "0.169.0"]],

  /** The line below the composer, which no dialog has. */
  ready: /\? for shortcuts/,

  /** Writes the answers to every first-start dialog and returns the environment that makes the program use them. */
  async prepare({ home, cwd, modelUrl }) {
    const codexHome = join(home, ".codex");
    await mkdir(codexHome, { recursive: true });
    await writeFile(join(codexHome, "config.toml"), configuration(cwd, modelUrl));
    return { HOME: home, CODEX_HOME: codexHome, FAKE_MODEL_KEY: "none-needed" };
  },
};

function configuration(cwd, modelUrl) {
  return `
model = "gpt-5.5"
model_provider = "fake"
check_for_update_on_startup = false

[model_providers.fake]
name = "Fake model"
base_url = "${modelUrl}/v1"
env_key = "FAKE_MODEL_KEY"
wire_api = "responses"
# Tests that spoil every answer would wait for more.
request_max_retries = 1
stream_max_retries = 1

[projects."${cwd}"]
trust_level = "trusted"

[notice.model_migrations]
"gpt-5.5" = "gpt-6-sol"

[analytics]
enabled = false
`;
}
