import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please say the number of the day";
const Answer = "The number of the day is FORTY-TWO.";
const answers = { [Prompt]: Answer };

for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);
  const options = { ...Limit, skip: unavailable ?? false };

  test(`TRM-01 TRM-09 ${program.agent} comes up, takes a typed prompt once, answers, and is gone after stop`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers });
    await session.waitUntilReady(program);

    await session.paste(Prompt);

    await assertAnsweredOnce(session);
    await assertStops(session);
  });

  test(`SND-01 TRM-09 ${program.agent} is given the prompt of its creation once, answers, and is gone after stop`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, { answers, prompt: Prompt });

    await assertAnsweredOnce(session);
    await assertStops(session);
  });
}

async function assertAnsweredOnce({ model, screen }) {
  const signal = AbortSignal.timeout(Limit.timeout / 2);
  const shown = screen.waitForText(/FORTY-TWO/, signal);
  await Promise.all([model.turn(Prompt, signal).catch(async error => {
    throw new Error(`the model was never asked (${error.message}); the screen shows:\n${screen.text()}`);
  }), shown]);
  assert.equal(model.turns(Prompt).length, 1);
}

async function assertStops(session) {
  const ended = await session.stop();
  assert.equal(ended.exit.reason, "stopped");
  await eventually("every process of the agent to end", () => session.home.agents().length === 0);
  assert.equal(session.model.turns(Prompt).length, 1, "nothing was sent again on the way out");
}
