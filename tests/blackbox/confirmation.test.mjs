import assert from "node:assert/strict";
import { test } from "node:test";
import { homeWithAgents, install } from "./support/fake-agents.mjs";
import { Limit } from "./support/limits.mjs";

/**
 * A composer as claude's: pastes and keys gather, a return submits them and the hooks tell of it. A text "stick 2" takes two
 * returns more than that; at "trap" it shows a dialog without a word, which the next return answers. What was submitted it
 * prints as `<text>`.
 */
const Composer = `
const settings = JSON.parse(process.argv[process.argv.indexOf("--settings") + 1]);
const { spawnSync } = require("node:child_process");
const tell = input => {
  for (const { hooks } of settings.hooks[input.hook_event_name])
    for (const { command } of hooks) spawnSync(command, { shell: true, input: JSON.stringify({ session_id: process.env.ID, ...input }) });
};
const report = state => process.stdout.write("\\x1b]7501;state=" + state + "\\x07");
let composer = "";
let returns = 0;
process.stdin.setRawMode(true).setEncoding("utf8").on("data", typed => {
  for (const [, paste, key] of typed.matchAll(/\\x1b\\[200~(.*?)\\x1b\\[201~|([^])/gs)) {
    if (key !== "\\r") composer += paste ?? key;
    else if (composer === "trap") trap();
    else if (returns++ === Number(/^stick ([0-9])/.exec(composer)?.[1] ?? 0)) submit();
    if (composer !== "trap") process.stdout.write(".");
  }
});
function trap() {
  if (returns++ > 0) process.stdout.write("<trusted>");
  else process.stdout.write("\\x1b[2J\\x1b[HAccessing workspace:\\r\\n" + process.cwd() + "\\r\\nQuick safety check: is this yours?\\r\\nNo, exit\\r\\n" +
    "Yes, I trust this folder\\r\\nEnter to confirm \\u00b7 Esc to cancel\\r\\n");
}
function submit() {
  report("working");
  tell({ hook_event_name: "UserPromptSubmit", prompt: composer.replaceAll("\\t", "    ") + " " });
  process.stdout.write("\\r\\n<" + composer.replaceAll(/\\s+/g, "_") + ">\\r\\n");
  composer = "";
  returns = 0;
  tell({ hook_event_name: "Stop" });
  report("idle");
}
tell({ hook_event_name: "SessionStart" });
report("idle");
process.stdout.write("\\x1b[?2004hready\\r\\n");
`;

async function start(t) {
  const home = homeWithAgents(t, {});
  install(home, "claude", Composer, process.execPath);
  const client = await home.connect();
  const { session: { id } } = await client.request("session/create", { agent: "claude", cwd: home.work, env: { CLAUDE_CONFIG_DIR: home.root } });
  return {
    send: async text => (await client.request("session/send", { sessionId: id, clientMessageId: text, text })).messageId,
    type: keys => client.request("terminal/input", { sessionId: id, data: Buffer.from(keys).toString("base64") }),
    stands: (messageId, state) => client.waitForSession(id, ({ lastPrompt }) => lastPrompt?.messageId === messageId && lastPrompt.state === state, state),
    queue: () => client.request("session/queue", { sessionId: id }),
    submitted: async () => (await client.request("terminal/snapshot", { sessionId: id, format: "text" })).data.match(/<.*?>/g),
  };
}

test("SND-14 a prompt is confirmed once its agent tells of it, and one whose return was not taken gets another", Limit, async t => {
  const { send, stands, submitted } = await start(t);

  await stands(await send("do this\n\tand that"), "confirmed");
  const stuck = send("stick 1");
  const behind = send("behind it");
  await stuck;
  await stands(await behind, "confirmed");

  assert.deepEqual(await submitted(), ["<do_this_and_that>", "<stick_1>", "<behind_it>"]);
});

test("SND-05 a prompt that the agent never tells of is told, stays untouched, and is confirmed once it is there", Limit, async t => {
  const { send, stands, queue, type, submitted } = await start(t);

  const stuck = await send("stick 2");
  const missing = await stands(stuck, "unconfirmed");
  const { delivered } = await queue();
  await type("\r");
  const found = await stands(stuck, "confirmed");

  assert.deepEqual(delivered, [{ messageId: stuck, state: "unconfirmed" }]);
  assert.match(missing.activityDetail, /Claude Code has no record of it: "stick 2"/);
  assert.equal(missing.queued, 0);
  assert.equal(found.activityDetail, undefined);
  assert.deepEqual(await submitted(), ["<stick_2>"]);
});

test("SND-14 what a person types behind a prompt that stands unsent is not submitted for them", Limit, async t => {
  const { send, stands, type, submitted } = await start(t);

  const stuck = await send("stick 1");
  await stands(stuck, "delivered");
  await type(" and more");
  await stands(stuck, "unconfirmed");

  assert.equal(await submitted(), null);
});

test("SND-14 a return is not pressed again into a dialog that has come behind the prompt", Limit, async t => {
  const { send, stands, submitted } = await start(t);

  await stands(await send("trap"), "unconfirmed");

  assert.equal(await submitted(), null);
});

test("a prompt to a program without records is delivered, and no more is claimed of it", Limit, async t => {
  const home = homeWithAgents(t, {});
  const client = await home.connect();
  const { session: { id } } = await client.request("session/create", { agent: "command", args: ["cat"], cwd: home.work });

  const { messageId } = await client.request("session/send", { sessionId: id, clientMessageId: "c", text: "hello" });
  const { lastPrompt } = await client.waitForSession(id, session => session.lastPrompt?.state === "delivered");

  assert.equal(lastPrompt.messageId, messageId);
  assert.deepEqual(await client.request("session/queue", { sessionId: id }), { messages: [], delivered: [lastPrompt] });
});
