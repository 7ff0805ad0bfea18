import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Random } from "../bench/corpora/random.mjs";
import { Home } from "../blackbox/support/home.mjs";
import { deadline, eventually } from "../blackbox/support/limits.mjs";
import { isEnded } from "../blackbox/support/sessions.mjs";
import { checkPrompts } from "./support/checks.mjs";
import { Crashes } from "./support/crashes.mjs";
import { Fleet } from "./support/fleet.mjs";
import { Follower } from "./support/follower.mjs";
import { Ledger } from "./support/ledger.mjs";
import { Progress } from "./support/progress.mjs";
import { Writer } from "./support/writer.mjs";

const Seed = Number(process.env.CRASH_SEED ?? 1);
const Rounds = Number(process.env.CRASH_ROUNDS ?? 24);
const Clients = 3;

/** Most outputs and receipts between two crashes. */
const LongestPeace = 120;

/** Time for the report of a failed run. */
const AbandonMs = 5_000;

/** Far above what a round takes on a machine that does other things too. */
const LongestRoundMs = 60_000;

const Options = {
  timeout: (Rounds + 2) * LongestRoundMs,
  ...(process.platform !== "linux" && { skip: "what is left over is read from /proc, which only Linux has" }),
};

test(`STO-01 STO-02 STO-08 SND-01 SND-05 TRM-01 CON-10 CON-12 PH-07 AGT-08 ${Rounds} crashes under load, seed ${Seed}`, Options, async t => {
  const run = await begin(t);
  let failed;
  for (let round = 1; round <= Rounds && failed === undefined; round++) {
    const { what, crash } = weighted(run.random);
    await t.test(`round ${round}: ${what}`, { timeout: LongestRoundMs }, async () => {
      // Also when the round is given up because it takes too long.
      failed = round;
      try {
        await shuffle(run);
        await oneRound(run, crash);
        failed = undefined;
      } catch (error) {
        throw new Error(`CRASH_SEED=${Seed} CRASH_ROUNDS=${round}: ${error.message}\nThe state folder is kept: ${run.home.keepFiles()}`, { cause: error });
      }
    });
  }

  t.diagnostic(JSON.stringify(run.ledger.counts));
  if (failed !== undefined) abandon(run);
  else await t.test("STO-01 STO-08 PH-07 nothing is left over", { timeout: LongestRoundMs }, () => end(run));
});

/** The first numbers of seeds that lie side by side are alike; these do not. */
const seedOf = actor => Math.imul(Seed * 10 + actor, 0x9e3779b1);

async function begin(t) {
  const home = Home.for(t);
  const random = new Random(seedOf(0));
  const progress = new Progress();
  const ledger = new Ledger(Seed);
  const fleet = new Fleet(home);
  const followers = Array.from({ length: Clients }, () => new Follower(home, progress));
  for (const { connected } of followers) await connected;
  await fleet.start(followers[0].client);
  const writers = followers.map((follower, index) => new Writer({ follower, fleet, ledger, progress, random: new Random(seedOf(index + 1)) }));
  return { home, random, progress, ledger, fleet, followers, writers };
}

async function oneRound(run, crash) {
  const due = run.random.between(1, LongestPeace);
  assert.ok(await run.progress.after(due, deadline()), `${due} outputs and receipts come`);
  await crash(run);
  for (const { fault } of run.writers) if (fault) throw fault;
  await checkPrompts(run);
}

/** Each client looks at other sessions than before, at more than it gets live sometimes, and sets the size of some. */
async function shuffle({ fleet, followers, random }) {
  for (const follower of followers) {
    for (const id of [...follower.viewers.keys()].filter(() => random.chance(40))) await follower.leave(id);
    const others = fleet.members.filter(({ id }) => !follower.viewers.has(id));
    for (let wanted = random.between(2, 6) - follower.viewers.size; wanted > 0; wanted--) {
      const [member] = others.splice(random.below(others.length), 1);
      await follower.follow(member.id);
    }

    if (random.chance(30)) await follower.lead(random.pick([...follower.viewers.keys()]), random.between(50, 130), random.between(8, 50));
  }

  // Something that prints is always watched, so that there is something to count.
  const [follower] = followers;
  const { id } = fleet.ofKind("printing")[0];
  if (!follower.viewers.has(id)) await follower.follow(id);
}

function weighted(random) {
  const all = Crashes.flatMap(crash => Array(crash.weight).fill(crash));
  return random.pick(all);
}

function abandon({ home, followers, writers }) {
  for (const follower of followers) follower.stop();
  for (const { pid } of home.processes()) process.kill(pid, "SIGKILL");
  // Why it failed is known already.
  for (const writer of writers) writer.stop().catch(() => {});
  // Nor may what somebody still waits for keep the run.
  setTimeout(() => process.exit(1), AbandonMs).unref();
}

async function end(run) {
  const { home, fleet, followers, writers } = run;
  try {
    await Promise.all(writers.map(writer => writer.stop()));
    await checkPrompts(run);
  } finally {
    // Else they connect anew whenever the cleaning up ends what they are connected to.
    for (const follower of followers) follower.stop();
  }

  const { client } = followers[0];
  for (const { id } of fleet.members) await client.request("session/stop", { sessionId: id });
  for (const { id } of fleet.members) assert.equal((await client.waitForSession(id, isEnded)).exit.reason, "stopped");
  const { total } = await client.request("session/list", { limit: 1 });
  const { total: ended } = await client.request("session/list", { filter: { phase: ["ended"] }, limit: 1 });
  assert.equal(ended, total, "every session has ended");
  assert.deepEqual(home.agents(), [], "no process of any session is left");

  await client.request("host/shutdown", { mode: "now" });
  await eventually("all processes of the run to end", () => home.processes().length === 0)
    .catch(error => { throw new Error(`${error.message}: ${JSON.stringify(home.processes())}`); });
  const left = readdirSync(join(home.state, "terminals"), { recursive: true }).filter(name => name.endsWith(".raw"));
  assert.deepEqual(left, [], "nothing is kept for sessions that have ended");
}
