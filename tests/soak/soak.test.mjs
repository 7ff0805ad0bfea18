import { test } from "node:test";
import { Soak } from "./support/soak.mjs";

const Seed = Number(process.env.SOAK_SEED ?? 1);
const Steps = 100;

const Options = {
  timeout: 240_000,
  ...(process.platform !== "linux" && { skip: "what is left over is read from /proc, which only Linux has" }),
};

test(`CAP-01 CAP-06 SUB-01 SUB-02 BP-04 MUL-03 TRM-01 a short soak: ${Steps} actions of three clients, one of which never reads, seed ${Seed}`, Options, async t => {
  const soak = new Soak(Seed);
  try {
    await soak.start({ sessions: 60, printing: 20 });
    for (let step = 1; step <= Steps; step++) await soak.act(step);
    await soak.look();
    await soak.lookAtAll();
    t.diagnostic(JSON.stringify({ ...soak.counts, ...soak.totals }));
    await soak.end();
  } catch (error) {
    await soak.abandon();
    throw new Error(`SOAK_SEED=${Seed}: ${error.message}`, { cause: error });
  }
});
