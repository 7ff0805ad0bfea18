import assert from "node:assert/strict";
import { test } from "node:test";
import { deadline, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Text = "The word of the day is ALPHA BETA GAMMA.";

const Stopped = ["failing", "limited"];

/** Dialogs are drawn in steps; keys that come before the last one get lost. */
const QuietMs = 300;

/** What spoils every answer to a prompt. */
const Spoilers = {
  unauthorized: (model, prompt) => model.refuse(prompt, "unauthorized"),
  limited: (model, prompt) => model.refuse(prompt, "limited"),
  overloaded: (model, prompt) => model.refuse(prompt, "overloaded"),
  brokenOff: (model, prompt) => model.script(prompt, { kind: "brokenOff", text: Text }),
  garbled: (model, prompt) => model.script(prompt, { kind: "garbled", text: Text }),
};

/**
 * What each program says that stopped it. What is not here stops it not: it takes an answer that is cut off for a whole
 * one, reads over an event that is no JSON, or tries again without end.
 */
const Reasons = {
  codex: { unauthorized: /401 Unauthorized/, limited: /429 Too Many Requests/, overloaded: /at capacity/, brokenOff: /stream disconnected/ },
  claude: {
    unauthorized: /Invalid API key/, limited: /\(429\)/, overloaded: /529 Overloaded/, brokenOff: /Connection to the API was lost/, garbled: /JSON Parse error/,
  },
  gemini: { unauthorized: /UNAUTHENTICATED/, limited: /exhausted your daily quota/, brokenOff: /terminated/, garbled: /in JSON at position/ },
  opencode: { unauthorized: /Invalid Authentication/ },
  copilot: { unauthorized: /401/ },
  kimi: { unauthorized: /401 Invalid Authentication/, limited: /429 Rate limit/, overloaded: /503 The engine/ },
};

/** What some ask before they give up, and the key that lets them. */
const LastQuestions = { gemini: { limited: { dialog: /2\. Stop/, key: "2" } } };

for (const program of programs.filter(({ agent }) => Reasons[agent])) {
  const { binFolders, unavailable } = await provide(program);
  const reasons = Object.entries(Reasons[program.agent]);
  const options = { timeout: 3 * Limit.timeout, skip: unavailable ?? false };

  test(`${program.agent} is shown with why it failed (${reasons.map(([name]) => name).join(", ")}), until a turn goes well`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, {});
    await session.waitUntilReady(program);
    for (const [name, reason] of reasons) {
      Spoilers[name](session.model, badPrompt(name));
      session.model.answer(goodPrompt(name), `The word is OMEGA-${name}.`);

      await session.tell(badPrompt(name));
      await giveUp(session, LastQuestions[program.agent]?.[name]);
      const failed = await session.waitFor(({ activity, activityDetail }) => Stopped.includes(activity) && reason.test(activityDetail));
      await session.send(goodPrompt(name));
      const well = await session.waitFor(({ activity, preview }) => activity === "idle" && preview?.includes(`OMEGA-${name}`));

      assert.equal(failed.activity, name === "limited" ? "limited" : "failing");
      assert.equal(well.activityDetail, undefined);
      assert.equal(well.attention.count, 0);
    }
  });
}

async function giveUp(session, question) {
  if (question === undefined) return;
  await session.screen.waitForText(question.dialog, deadline());
  await session.screen.waitForSilence(QuietMs, deadline());
  await session.type(question.key);
}

function badPrompt(name) {
  return `please say the word that is ${name}`;
}

function goodPrompt(name) {
  return `please say the word after ${name}`;
}
