import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deadline, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please do what is to be done";
const Done = "Now it is DONE.";

/** Dialogs are drawn in steps; keys that come before the last one get lost. */
const QuietMs = 300;

const questions = [{
  question: "Which colour?",
  header: "Colour",
  options: [{ label: "Red", description: "The red one" }, { label: "Blue", description: "The blue one" }],
}];

/** How each program's model asks its user a question, and what is on the screen whenever Enter is to be pressed. */
const Asking = {
  codex: {
    tool: { name: "request_user_input", input: { questions: [{ id: "colour", ...questions[0] }] } },
    args: ["-c", "features.default_mode_request_user_input=true"],
    dialogs: [/Which colour\?/],
  },
  claude: { tool: { name: "AskUserQuestion", input: { questions: [{ multiSelect: false, ...questions[0] }] } }, dialogs: [/1\. Red/] },
  gemini: { tool: { name: "ask_user", input: { questions: [{ type: "choice", ...questions[0] }] } }, dialogs: [/Enter to select/] },
  kimi: { tool: { name: "AskUserQuestion", input: { questions } }, dialogs: [/\[1\] Red/, /Ready to submit/] },
  opencode: { tool: { name: "question", input: { questions } }, dialogs: [/1\. Red/] },
};

/** How each program is made to ask for permission, and what its session then says. */
const Permitting = {
  gemini: {
    tool: { name: "run_shell_command", input: { command: "touch made.txt", description: "Make a file" } }, dialog: /1\. Allow once/, activity: "needsApproval",
  },
  kimi: { tool: { name: "Bash", input: { command: "touch made.txt" } }, dialog: /1\. Approve once/, activity: "needsApproval" },
  opencode: {
    tool: { name: "bash", input: { command: "touch made.txt", description: "Make a file" } },
    env: { OPENCODE_PERMISSION: JSON.stringify({ bash: "ask" }) },
    dialog: /Permission required/,
    activity: "needsApproval",
  },
  copilot: {
    permissionMode: "interactive",
    tool: { name: "bash", input: { command: "touch made.txt", description: "Make a file" } },
    dialog: /Do you want to run this command/,
    activity: "needsApproval",
  },
  // Without its mode it lets a model decide.
  qwen: {
    permissionMode: "default",
    tool: { name: "run_shell_command", input: { command: "touch made.txt", description: "Make a file", is_background: false } },
    dialog: /1\. Yes, allow once/,
    activity: "needsApproval",
  },
};

for (const program of programs.filter(({ agent }) => Asking[agent])) {
  const { binFolders, unavailable } = await provide(program);

  test(`${program.agent} that asks a question needs an answer and no approval, until it is answered`, { ...Limit, skip: unavailable ?? false }, async t => {
    const { dialogs, ...wish } = Asking[program.agent];
    const session = await prompted(t, program, binFolders, wish);

    const asking = await session.waitFor(({ activity }) => activity === "needsAnswer");
    for (const dialog of dialogs) await pressEnterAt(session, dialog);
    const idle = await finished(session);

    assert.deepEqual([asking.attention.count, asking.attention.kind], [1, "question"]);
    assert.equal(idle.attention.count, 0);
    assert.ok(!session.activities.includes("needsApproval"));
    assert.match(JSON.stringify(session.model.requests.at(-1).newestToolResults), /Red/);
  });
}

for (const program of programs.filter(({ agent }) => agent === "claude")) {
  const { binFolders, unavailable } = await provide(program);

  test(`${program.agent}'s question is answered from the lane`, { ...Limit, skip: unavailable ?? false }, async t => {
    const session = await prompted(t, program, binFolders, Asking[program.agent]);

    const request = await session.requestedWith(({ questions: asked }) => asked !== undefined);
    await session.respond(request, { answers: ["Blue"] });
    const idle = await finished(session);

    assert.equal(request.kind, "question");
    assert.match(request.title, /Which colour\?/);
    assert.deepEqual(request.questions.map(({ text, options }) => [text, options.map(({ label }) => label)]), [["Which colour?", ["Red", "Blue"]]]);
    assert.equal(idle.attention.count, 0);
    assert.match(JSON.stringify(session.model.requests.at(-1).newestToolResults), /Blue/);
  });
}

for (const program of programs.filter(({ agent }) => Permitting[agent])) {
  const { binFolders, unavailable } = await provide(program);
  const { dialog, activity, ...wish } = Permitting[program.agent];
  const options = { timeout: 2 * Limit.timeout, skip: unavailable ?? false };

  test(`${program.agent} that asks for permission is shown as ${activity}, until it is given in its terminal`, options, async t => {
    const session = await prompted(t, program, binFolders, wish);

    await session.screen.waitForText(dialog, deadline());
    const asking = await session.waitFor(each => each.activity === activity);
    const wasMade = isMade(session);
    await pressEnterAt(session, dialog);
    const idle = await finished(session);

    assert.deepEqual([asking.attention.count, asking.attention.kind], activity === "needsApproval" ? [1, "approval"] : [0, undefined]);
    assert.deepEqual([wasMade, isMade(session)], [false, true]);
    assert.equal(idle.attention.count, 0);
    assert.deepEqual(session.activities.filter(each => each === "needsAnswer" || each === "failing"), []);
    assert.equal(session.activities.includes("needsApproval"), activity === "needsApproval");
  });

  test(`${program.agent} that asks for permission rests when it is interrupted, and has not done it`, options, async t => {
    const session = await prompted(t, program, binFolders, wish);
    await session.screen.waitForText(dialog, deadline());
    await session.waitFor(each => each.activity === activity);
    await session.screen.waitForSilence(QuietMs, deadline());

    await session.interrupt();
    const idle = await session.waitFor(each => each.activity === "idle");

    assert.equal(idle.attention.count, 0);
    await session.stop();
    assert.ok(!isMade(session));
  });
}

async function prompted(t, program, binFolders, { tool, ...wish }) {
  const session = await AgentSession.start(t, program, binFolders, wish);
  session.model.useTool(Prompt, tool, Done);
  await session.waitUntilReady(program);
  await session.tell(Prompt);
  return session;
}

async function pressEnterAt(session, dialog) {
  await session.screen.waitForText(dialog, deadline());
  await session.screen.waitForSilence(QuietMs, deadline());
  await session.type("\r");
}

async function finished(session) {
  await session.screen.waitForText(/DONE/, deadline());
  return session.waitFor(({ activity, preview }) => activity === "idle" && /DONE/.test(preview));
}

function isMade({ home }) {
  return existsSync(join(home.work, "made.txt"));
}
