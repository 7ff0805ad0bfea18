// What it costs that sessions show what their agents used: after years with many transcripts, for every turn, and for whoever looks at lists meanwhile.

import { findsAgents, install } from "../blackbox/support/fake-agents.mjs";
import { Home } from "../blackbox/support/home.mjs";
import { KeepsRollout } from "../blackbox/support/rollouts.mjs";
import { coldStart } from "./enrichment/cold-start.mjs";
import { lists } from "./enrichment/lists.mjs";
import { turns } from "./enrichment/turns.mjs";

const ListLengths = [69, 1000, 10_000];

/** The parts `enrichment/…`. */
export const enrichment = {
  start: () => withHome(coldStart),
  turns: () => withHome(turns),
  lists: async () => {
    for (const sessions of ListLengths) await withHome(home => lists(home, sessions));
  },
};

async function withHome(measure) {
  const home = new Home({ environment: findsAgents });
  install(home, "codex", KeepsRollout);
  try {
    await measure(home);
  } finally {
    await home.dispose();
  }
}
