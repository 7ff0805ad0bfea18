import assert from "node:assert/strict";
import { test } from "node:test";
import { deadline, eventually, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Slow = "please say the long word";
const Next = "please say the letter of the day";
const answers = { [Next]: "The letter of the day is OMEGA." };

for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);
  const options = { timeout: 2 * Limit.timeout, skip: unavailable ?? false };

  test(`${program.agent} that is interrupted in the middle of an answer hangs up, rests, and answers the next prompt`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers });
    const gate = session.model.hold(Slow, "The long word is ALPHA BETA GAMMA DELTA EPSILON ZETA.");
    await session.waitUntilReady(program);
    await session.tell(Slow);
    await gate.begun(deadline());
    await session.waitFor(({ activity }) => activity === "working");

    await session.interrupt();

    await gate.hungUp(deadline());
    await session.waitFor(({ activity }) => activity === "idle");
    await answersNext(session);
    assert.equal(session.model.turns(Slow).length, 1, "what was interrupted is not asked for again");
    assert.equal(session.model.turns(Next).length, 1);
  });
}

/** These go on trying, with longer and longer pauses, until they are interrupted. */
for (const program of programs.filter(({ agent }) => agent === "opencode")) {
  const { binFolders, unavailable } = await provide(program);

  test(`${program.agent} that is refused for too much is limited until it is interrupted`, { timeout: 2 * Limit.timeout, skip: unavailable ?? false }, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers });
    session.model.refuse(Slow, "limited");
    await session.waitUntilReady(program);
    await session.tell(Slow);
    await eventually("a second try", () => session.model.turns(Slow).length > 1);
    await session.waitFor(({ activity, activityDetail }) => activity === "limited" && /Rate limit/.test(activityDetail));

    await session.interrupt();

    await session.waitFor(({ activity }) => activity === "idle");
    await answersNext(session);
  });
}

async function answersNext(session) {
  await session.tell(Next);
  await session.screen.waitForText(/OMEGA/, deadline());
  await session.waitFor(({ activity, preview }) => activity === "idle" && /OMEGA/.test(preview));
}
