import assert from "node:assert/strict";
import { test } from "node:test";
import { Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please say the number of the day";
const Second = "please say the letter of the day";
const answers = { [Prompt]: "The number of the day is FORTY-TWO.", [Second]: "The letter of the day is OMEGA." };

/** What the model says that each of its answers took, as sums that include what was cached. */
const Each = { inputTokens: 1120, cachedInputTokens: 1000, outputTokens: 57 };

/** An agent that prints nothing for so long reads what is typed. */
const QuietMs = 1000;


for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);

  test(`AGT-10 AGT-04 ${program.agent} is shown with the tokens that its model counted`, { ...Limit, skip: unavailable ?? false }, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers, prompt: Prompt });
    // Some take long to start.
    await session.screen.waitForText(/FORTY-TWO/, AbortSignal.timeout(Limit.timeout / 2));

    const first = await session.waitFor(({ usage, preview }) => usage?.outputTokens >= Each.outputTokens && preview !== undefined);
    await session.waitFor(({ activity }) => activity !== "working");
    await session.screen.waitForSilence(QuietMs, AbortSignal.timeout(Limit.timeout / 2));
    await session.paste(Second);
    const second = await session.waitFor(({ usage, preview }) => usage.outputTokens > Each.outputTokens && /OMEGA/.test(preview));
    const ended = await session.stop();

    assert.deepEqual(counts(first), Each);
    assert.deepEqual(counts(second), twice(Each));
    assert.deepEqual(counts(ended), twice(Each));
    assert.match(first.preview, /FORTY-TWO/);
    assert.ok(first.usage.model, "the model is told");
    assert.ok(first.nativeSessionId, "the conversation is known while it runs");
    assert.equal(ended.nativeSessionId, first.nativeSessionId);
    assert.ok(["prompt", "agent"].includes(ended.titleSource));
  });
}

function counts({ usage: { inputTokens, cachedInputTokens, outputTokens } }) {
  return { inputTokens, cachedInputTokens, outputTokens };
}

function twice(numbers) {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, number * 2]));
}
