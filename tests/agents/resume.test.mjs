import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please say the number of the day";
const Second = "please say the letter of the day";
const answers = { [Prompt]: "The number of the day is FORTY-TWO.", [Second]: "The letter of the day is OMEGA." };

/** These take pastes and rest before they have read the conversation: what comes then is lost. */
const LosesEarlyPrompts = new Set(["opencode", "gemini", "kimi"]);

for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);

  test(`AGT-04 APR-10 ${program.agent} goes on with its own conversation after a suspend`, { ...Limit, skip: unavailable ?? false }, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers, prompt: Prompt });
    await shows(session, /FORTY-TWO/);

    // What is shown comes before it is on record, and before the report that the turn is over.
    await session.waitFor(({ activity, preview }) => activity !== "working" && preview?.includes("FORTY-TWO"));
    const suspended = await session.suspend();
    await eventually("every process of the agent to end", () => session.home.agents().length === 0);
    assert.equal(suspended.phase, "suspended", suspended.activityDetail);
    assert.ok(suspended.nativeSessionId);

    await session.resume(LosesEarlyPrompts.has(program.agent) ? undefined : Second);
    await shows(session, /FORTY-TWO/);
    if (LosesEarlyPrompts.has(program.agent)) {
      await session.screen.waitForSilence(1000, AbortSignal.timeout(Limit.timeout / 2));
      await session.paste(Second);
    }
    await shows(session, /OMEGA/);

    assert.equal(session.model.turns(Prompt).length, 1, "the first prompt is history and is not sent again");
    assert.equal(session.model.turns(Second).length, 1);
    const stopped = await session.stop();
    assert.equal(stopped.nativeSessionId, suspended.nativeSessionId);
  });
}

for (const program of programs.filter(({ agent }) => agent === "claude")) {
  const { binFolders, unavailable } = await provide(program);

  test(`${program.agent} that was suspended before its first prompt begins its conversation when it is resumed`, { ...Limit, skip: unavailable ?? false }, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers });
    await session.waitUntilReady(program);
    const suspended = await session.suspend();

    await session.resume(Second);
    await shows(session, /OMEGA/);
    const { nativeSessionId } = await session.waitFor(({ activity }) => activity === "idle");

    assert.equal(suspended.phase, "suspended", suspended.activityDetail);
    assert.equal(nativeSessionId, suspended.nativeSessionId);
  });
}

function shows({ screen }, pattern) {
  return screen.waitForText(pattern, AbortSignal.timeout(Limit.timeout / 2));
}
