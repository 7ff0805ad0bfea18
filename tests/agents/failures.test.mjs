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

/** What some ask before they give up, what they are limited by in its words, and the keys that let them give up or go on. */
const LastQuestions = {
  gemini: { limited: { dialog: /2\. Stop/, told: /^Usage limit reached for gemini-2\.5-flash\.$/, giveUp: "2", goOn: "1" } },
};

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

for (const program of programs.filter(({ agent }) => LastQuestions[agent])) {
  const { binFolders, unavailable } = await provide(program);
  const options = { timeout: 2 * Limit.timeout, skip: unavailable ?? false };
  const { limited: question } = LastQuestions[program.agent];

  for (const [answer, key] of [["gives up", question.giveUp], ["goes on", question.goOn]]) {
    test(`${program.agent} that asks what to do about its limit is limited, and takes a prompt once when it ${answer}`, options, async t => {
      const [first, second] = [badPrompt("limited"), goodPrompt("limited")];
      const session = await AgentSession.start(t, program, binFolders, { answers: { [first]: "It went on.", [second]: "The word is OMEGA." } });
      session.model.refuse(first, "limited", { times: 1 });
      await session.waitUntilReady(program);
      await session.tell(first);

      const limited = await session.waitFor(({ activity }) => activity === "limited");
      const { receipt, messageId } = await session.send(second);
      await session.screen.waitForText(question.dialog, deadline());
      await session.screen.waitForSilence(QuietMs, deadline());
      const waiting = await session.waitFor(({ queued }) => queued === 1);
      const turnsBefore = session.model.turns(second).length;
      await session.type(key);
      const confirmed = await session.stands(messageId, "confirmed");
      const well = await session.waitFor(({ activity, preview, queued }) => activity === "idle" && queued === 0 && preview?.includes("OMEGA"));

      assert.match(limited.activityDetail, question.told);
      assert.deepEqual([limited.attention.count, limited.attention.kind], [1, "question"]);
      assert.deepEqual([receipt, waiting.activity, turnsBefore], ["queued", "limited", 0]);
      assert.equal(confirmed.lastPrompt.messageId, messageId);
      assert.equal(session.model.turns(second).length, 1);
      assert.deepEqual([well.activityDetail, well.attention.count], [undefined, 0]);
    });
  }
}

async function giveUp(session, question) {
  if (question === undefined) return;
  await session.screen.waitForText(question.dialog, deadline());
  await session.screen.waitForSilence(QuietMs, deadline());
  await session.waitFor(({ activity, activityDetail }) => activity === "limited" && question.told.test(activityDetail));
  await session.type(question.giveUp);
}

function badPrompt(name) {
  return `please say the word that is ${name}`;
}

function goodPrompt(name) {
  return `please say the word after ${name}`;
}
