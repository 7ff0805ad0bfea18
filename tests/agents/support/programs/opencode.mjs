// OpenCode: its configuration is given in the environment, its data lives below the XDG folders.

import { join } from "node:path";

export const opencode = {
  agent: "opencode",
  packages: [["opencode-ai", "1.18.33"]],

  /** The text in its empty composer. */
  ready: /Ask anything/,

  /** Returns the environment that makes the program ask nothing and use the fake model. */
  async prepare({ home, modelUrl }) {
    return {
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_STATE_HOME: join(home, "state"),
      XDG_CACHE_HOME: join(home, "cache"),
      OPENCODE_CONFIG_CONTENT: JSON.stringify(configuration(modelUrl)),
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      // Though its configuration says no, it asks npm how it was installed, and npm the network.
      OPENCODE_DISABLE_AUTOUPDATE: "1",
    };
  },
};

function configuration(modelUrl) {
  return {
    autoupdate: false,
    share: "disabled",
    model: "fake/fake-1",
    small_model: "fake/fake-1",
    provider: {
      fake: {
        npm: "@ai-sdk/openai-compatible",
        name: "Fake model",
        options: { baseURL: `${modelUrl}/v1`, apiKey: "none-needed" },
        models: { "fake-1": { name: "Fake 1", limit: { context: 200_000, output: 8_000 } } },
      },
    },
  };
}
