import assert from "node:assert/strict";
import { test } from "node:test";
import { deadline, eventually, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "first line\n\tsecond line, with a tab\nlast line";
const Long = Array.from({ length: 100 }, (_, number) => `line ${number} of many`).join("\n");

/** Agents change white space, put a long paste between tags, and the time before it. */
function bare(text) {
  return text.replaceAll(/<current_datetime>.*?<\/current_datetime>|<\/?pasted_content[^>]*>/g, "").replaceAll(/\s/g, "");
}

/** Programs that report that they rest and are stopped in the middle of it: what is typed meanwhile waits in the terminal. */
const Stopped = ["claude", "codex"];

for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);
  const options = { ...Limit, timeout: 3 * Limit.timeout, skip: unavailable ?? false };

  test(`SND-14 prompts of several lines are submitted to ${program.agent} once, and confirmed by its own records`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, {});
    // On a machine that has other things to do, the slowest takes longer to start than anything else is waited for.
    await session.screen.waitForText(program.ready, AbortSignal.timeout(Limit.timeout));

    const prompts = [Prompt, Long, Prompt];
    // What only asks for a title quotes the prompt inside another text.
    const asked = () => session.model.requests.filter(({ body }) => body?.tools?.length > 0)
      .flatMap(({ newestUserTexts }) => newestUserTexts.map(bare)).filter(text => prompts.map(bare).includes(text));
    for (const [index, text] of prompts.entries()) {
      const { messageId } = await session.send(text);
      await session.stands(messageId, "confirmed");
      // It may be on record before its turn has begun.
      await eventually("the prompt to be asked", () => asked().length > index);
      await session.waitFor(({ activity }) => activity === "idle");
    }

    assert.equal((await session.waitFor(() => true)).activityDetail, undefined);
    assert.deepEqual(asked(), prompts.map(bare));
  });

  test(`SND-14 a prompt that is sent right behind the first one reaches ${program.agent} like that`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, {});
    await session.screen.waitForText(program.ready, AbortSignal.timeout(Limit.timeout));

    await session.send("the first");
    const { messageId } = await session.send("the second");
    await session.model.turn("the first", deadline());
    await session.waitFor(({ queued }) => queued === 0);
    await session.stands(messageId, "confirmed");
    await session.model.turn("the second", deadline());
    await session.waitFor(({ activity }) => activity === "idle");

    for (const text of ["the first", "the second"]) assert.equal(session.model.turns(text).length, 1, text);
  });

  if (!Stopped.includes(program.agent)) continue;

  test(`SND-05 a prompt that ${program.agent} does not take is told, never typed again, and confirmed once it is taken`, options, async t => {
    const session = await AgentSession.start(t, program, binFolders, {});
    await session.stands((await session.send("before")).messageId, "confirmed");
    await session.waitFor(({ activity }) => activity === "idle");

    await session.signal("SIGSTOP");
    const { messageId } = await session.send("while it is stopped");
    const missing = await session.stands(messageId, "unconfirmed");
    await session.signal("SIGCONT");
    const found = await session.stands(messageId, "confirmed");

    assert.match(missing.activityDetail, /has no record of it: "while it is stopped"/);
    assert.equal(found.activityDetail, undefined);
    await session.waitFor(({ activity }) => activity === "idle");
    assert.equal(session.model.turns("while it is stopped").length, 1);
  });
}
