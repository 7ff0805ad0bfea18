// Programs that stand in for agents: found on the PATH by the agent's name, and of one behaviour each.

import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Home } from "./home.mjs";

/** Prints its arguments, one `<argument>` a line, then every key it is sent in a form that can be read. */
export const ShowsArguments = `stty raw -echo; for argument; do printf '<%s>\\r\\n' "$argument"; done; printf 'ready\\r\\n'; exec cat -v`;

/** Prints its arguments, and tells the id of its conversation when it is ended by a key, as codex does. */
export const tellsConversation = id =>
  `stty -isig -icanon -echo; for argument; do printf '<%s>\\n' "$argument"; done; echo ready; ` +
  `head -c 1 >/dev/null; echo "To continue this session, run codex resume ${id}"`;

/** A home whose server finds these agents: `{claude: script}`. The home is disposed with the test. */
export function homeWithAgents(t, scripts) {
  const home = Home.for(t, { environment: environmentOf });
  for (const [agent, script] of Object.entries(scripts)) install(home, agent, script);
  return home;
}

/** Puts a program under the agent's name on the PATH of a home; without its interpreter it cannot be started. */
export function install(home, agent, script, interpreter = "/bin/sh") {
  const folder = binFolder(home.root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, agent), `#!${interpreter}\n${script}\n`, { mode: 0o755 });
}

const environmentOf = root => ({ PATH: [binFolder(root), process.env.PATH].join(delimiter) });
const binFolder = root => join(root, "bin");
