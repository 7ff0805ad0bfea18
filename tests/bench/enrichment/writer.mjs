// A program of its own that writes on in many rollouts at once, as that many agents do; it ends with whoever started it.

import { Rollout } from "../../blackbox/support/rollouts.mjs";

const [codexHome, folder, count, everyMs] = process.argv.slice(2);
const rollouts = Array.from({ length: Number(count) }, () => new Rollout(codexHome, folder));

process.on("disconnect", () => process.exit());
process.on("message", () => {
  // They do not write all at once.
  let next = 0;
  setInterval(() => rollouts[next++ % rollouts.length].addTurn(), Number(everyMs) / rollouts.length);
});
process.send(rollouts.map(({ env }) => env));
