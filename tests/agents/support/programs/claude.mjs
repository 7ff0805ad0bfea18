// Claude Code: its configuration lives in CLAUDE_CONFIG_DIR, its first-start dialogs are answered in .claude.json.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const ApiKey = "sk-ant-fake-key-for-tests-0123456789";

/** Claude Code remembers an approved key by its last characters. */
const KeyTailLength = 20;

export const claude = {
  agent: "claude",
  packages: [["@anthropic-ai/claude-code", "2.1.329"]],

  /** The line of the composer, which is drawn last. */
  ready: /❯/,

  /** Writes the answers to every first-start dialog and returns the environment that makes the program use them. */
  async prepare({ home, cwd, modelUrl }) {
    const configuration = join(home, ".claude");
    await mkdir(configuration, { recursive: true });
    await writeFile(join(configuration, ".claude.json"), JSON.stringify({
      hasCompletedOnboarding: true,
      theme: "dark",
      customApiKeyResponses: { approved: [ApiKey.slice(-KeyTailLength)], rejected: [] },
      projects: { [cwd]: { hasTrustDialogAccepted: true } },
    }));
    return {
      HOME: home,
      CLAUDE_CONFIG_DIR: configuration,
      ANTHROPIC_BASE_URL: modelUrl,
      ANTHROPIC_API_KEY: ApiKey,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
      // Tests that spoil every answer would wait for ten.
      CLAUDE_CODE_MAX_RETRIES: "1",
    };
  },
};
