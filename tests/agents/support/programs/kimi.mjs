// Kimi Code: its configuration and the folders it trusts live in KIMI_CODE_HOME.

import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

export const kimi = {
  agent: "kimi",

  packages: [["@moonshot-ai/kimi-code", "2.1.0"]],

  /** The oldest Node it runs on. */
  node: 22,

  /** The right end of its status line, which it draws when no dialog is open. */
  ready: /context: 0/,

  /** Writes the answers to every first-start dialog and returns the environment that makes the program use them. */
  async prepare({ home, cwd, modelUrl }) {
    const configuration = join(home, ".kimi-code");
    const trust = join(configuration, "workspace-trust");
    await mkdir(trust, { recursive: true });
    await writeFile(join(configuration, "config.toml"), configurationOf(modelUrl));
    const hash = createHash("sha256").update(cwd).digest("hex").slice(0, 12);
    await writeFile(join(trust, `wd_${basename(cwd)}_${hash}`), JSON.stringify({ root: cwd, trustedAt: 1 }));
    return { HOME: home, KIMI_CODE_HOME: configuration };
  },
};

function configurationOf(modelUrl) {
  return `
default_model = "fake"
telemetry = false

[providers.fake]
type = "openai"
base_url = "${modelUrl}/v1"
api_key = "none-needed"

[models.fake]
provider = "fake"
model = "fake-1"
max_context_size = 200000

# Tests that spoil every answer would wait for more.
[loop_control]
max_attempts_per_step = 2
`;
}
