import assert from "node:assert/strict";
import { test } from "node:test";
import { Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please say the number of the day";
const InFork = "please say the letter of the day";
const InParent = "please say the colour of the day";
const answers = {
  [Prompt]: "The number of the day is FORTY-TWO.", [InFork]: "The letter of the day is OMEGA.", [InParent]: "The colour of the day is TEAL.",
};

/** An agent that prints nothing for so long reads what is typed. */
const QuietMs = 1000;

/** A program is started up to three times, and the first time it sets up its home: a single wait may take what others have for a test. */
const ForkLimit = { timeout: 2 * Limit.timeout };

/** These cannot begin with a copy. */
const CannotFork = new Set(["gemini", "kimi", "copilot", "qwen"]);

for (const program of programs.filter(({ agent }) => !CannotFork.has(agent))) {
  const { binFolders, unavailable } = await provide(program);

  const options = { ...ForkLimit, skip: unavailable ?? false };

  test(`AGT-04 a fork of ${program.agent} goes on with a copy, and its parent without what the fork was told`, options, async t => {
    const { parent, fork, nativeSessionId } = await forked(t, program, binFolders);

    await tell(fork, InFork);
    await shows(fork, /OMEGA/);
    await tell(parent, InParent);
    await shows(parent, /TEAL/);
    const [forkEnded, parentEnded] = [await fork.stop(), await parent.stop()];

    assert.deepEqual([forkEnded.parentId, forkEnded.agent], [parent.id, program.agent]);
    assert.ok(forkEnded.nativeSessionId);
    assert.notEqual(forkEnded.nativeSessionId, nativeSessionId);
    assert.equal(parentEnded.nativeSessionId, nativeSessionId);
    const [[toFork], [toParent]] = [InFork, InParent].map(prompt => parent.model.turns(prompt).map(turn => JSON.stringify(turn.body)));
    assert.ok(toFork.includes(Prompt), "the copy has what was said before");
    assert.ok(toParent.includes(Prompt) && !toParent.includes(InFork), "the parent is as it was");
  });

  test(`AGT-04 a fork of ${program.agent} is resumed with what was said in it`, options, async t => {
    const { fork, nativeSessionId } = await forked(t, program, binFolders);
    await tell(fork, InFork);
    await shows(fork, /OMEGA/);
    await rests(fork);

    const suspended = await fork.suspend();
    await fork.resume();
    await shows(fork, /OMEGA/);

    assert.notEqual(suspended.nativeSessionId, nativeSessionId);
    assert.equal((await fork.stop()).nativeSessionId, suspended.nativeSessionId);
  });

  test(`AGT-04 a fork of ${program.agent} in which nothing was said is resumed with the copy`, options, async t => {
    const { fork, nativeSessionId } = await forked(t, program, binFolders);
    await rests(fork);

    const suspended = await fork.suspend();
    await fork.resume();
    await shows(fork, /FORTY-TWO/);

    assert.notEqual(suspended.nativeSessionId, nativeSessionId);
    assert.equal((await fork.stop()).nativeSessionId, suspended.nativeSessionId);
  });
}

/** A session that has answered a prompt, and its fork, which shows that. */
async function forked(t, program, binFolders) {
  const parent = await AgentSession.start(t, program, binFolders, { answers, prompt: Prompt });
  await shows(parent, /FORTY-TWO/);
  const { nativeSessionId } = await parent.waitFor(each => each.activity !== "working" && each.nativeSessionId);
  const fork = await parent.fork();
  await shows(fork, /FORTY-TWO/);
  return { parent, fork, nativeSessionId };
}

function shows({ screen }, pattern) {
  return screen.waitForText(pattern, AbortSignal.timeout(Limit.timeout));
}

/** Some say that they work while they read a conversation. */
async function rests(session) {
  await session.screen.waitForSilence(QuietMs, AbortSignal.timeout(Limit.timeout));
  await session.waitFor(({ activity }) => activity !== "working");
}

async function tell(session, prompt) {
  await rests(session);
  await session.paste(prompt);
}
