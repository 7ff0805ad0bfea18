import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Home } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { finishCommand, isEnded, isUp, LastsUntilStopped, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";

const InvalidParams = -32602;
const RequestNotFound = 1301;
const AlreadyResolved = 1302;
const MessageConflict = 1401;
const QueueFull = 1402;

const RepeatsLines = "stty -echo; echo ready; while read -r line; do echo \"got <$line>\"; done";

test("SND-01 SND-02 SND-04 a message is answered as the first time after a reconnect, the session's end and another host", Limit, async t => {
  const home = Home.for(t);
  const first = await home.connect();
  const { id: sessionId } = await startCommand(first, home, `${RepeatsLines}`);
  const prompt = { sessionId, clientMessageId: "m-1", text: "bye" };
  const { messageId } = await first.request("session/send", prompt);
  first.closeInput();
  await first.ended();

  const second = await home.connect();
  assert.deepEqual(await second.request("session/send", prompt), { receipt: "duplicate", messageId });
  await second.request("session/stop", { sessionId, force: true });
  await second.waitForSession(sessionId, isEnded);
  assert.deepEqual(await second.request("session/send", prompt), { receipt: "duplicate", messageId });
  await restartHost(home, second);

  const third = await home.connect();
  assert.deepEqual(await third.request("session/send", prompt), { receipt: "duplicate", messageId });
  assert.equal((await third.refusal("session/send", { ...prompt, text: "another" })).code, MessageConflict);
});

test("SND-06 SND-07 SND-15 prompts sent before the program is ready are typed once it is, each once and in order", Limit, async t => {
  const home = homeWithAgent(t, `while ! [ -e go ]; do sleep 0.02; done; printf '\\033[?2004h'; ${RepeatsLines}`);
  const client = await home.connect();
  const other = await home.connect();
  const session = await startAgent(client, home);
  const texts = ["first", "second", "third"];

  for (const [index, text] of texts.entries())
    await [client, other][index % 2].request("session/send", { sessionId: session.id, clientMessageId: `m-${index}`, text });
  assert.deepEqual((await queueOf(other, session.id)).map(({ text, state }) => [text, state]), texts.map(text => [text, "waiting"]));
  assert.equal((await client.waitForSession(session.id, ({ queued }) => queued === 3)).queued, 3);
  const terminal = new Terminal(client, session.id);
  await terminal.reveal();
  assert.equal((await queueOf(client, session.id)).length, 3);
  writeFileSync(join(home.work, "go"), "");
  await terminal.waitForText(/got <.*third.*>/);
  await client.waitForSession(session.id, ({ queued }) => queued === 0);

  assert.deepEqual(terminal.text.match(/first|second|third/g), texts);
  assert.deepEqual(await queueOf(client, session.id), []);
});

test("SND-07 SND-08 SND-10 MUL-04 what waits at the end is listed over hosts, can be taken out, and is not sent by opening", Limit, async t => {
  const home = homeWithAgent(t, LastsUntilStopped);
  const client = await home.connect();
  const other = await home.connect();
  const { id: sessionId } = await startAgent(client, home);
  const send = (clientMessageId, more) => client.request("session/send", { sessionId, clientMessageId, text: `text of ${clientMessageId}`, ...more });

  const [a, b] = [await send("a"), await send("b")];
  const c = await send("c", { mode: "steer" });
  assert.deepEqual([b, c].map(({ receipt, position }) => [receipt, position]), [["queued", 1], ["accepted", undefined]]);
  assert.deepEqual((await queueOf(other, sessionId)).map(({ messageId, clientMessageId, mode }) => [messageId, clientMessageId, mode]),
    [[c.messageId, "c", "steer"], [a.messageId, "a", "queue"], [b.messageId, "b", "queue"]]);

  assert.deepEqual(await other.request("session/unqueue", { sessionId, messageId: a.messageId }), {});
  assert.equal((await client.refusal("session/unqueue", { sessionId, messageId: a.messageId })).code, AlreadyResolved);
  assert.equal((await client.refusal("session/unqueue", { sessionId, messageId: "unknown" })).code, RequestNotFound);
  assert.deepEqual(await send("a"), { receipt: "duplicate", messageId: a.messageId });

  await client.request("session/stop", { sessionId });
  const ended = await client.waitForSession(sessionId, isEnded);
  assert.equal(ended.activityDetail, "2 prompts wait for the session to be resumed.");
  const before = await queueOf(client, sessionId);
  assert.deepEqual(before.map(({ clientMessageId }) => clientMessageId), ["c", "b"]);
  await restartHost(home, client);

  const later = await home.connect();
  await new Terminal(later, sessionId).reveal();
  assert.deepEqual(await queueOf(later, sessionId), before);
  assert.equal((await later.request("session/get", { sessionId })).session.queued, 2);
  await later.request("session/unqueue", { sessionId, messageId: c.messageId });
  assert.deepEqual((await queueOf(later, sessionId)).map(({ clientMessageId }) => clientMessageId), ["b"]);
  await later.request("session/delete", { sessionId });
});

test("SND-07 a hundred prompts wait and no more, until one is taken out", Limit, async t => {
  const home = homeWithAgent(t, LastsUntilStopped);
  const client = await home.connect();
  const { id: sessionId } = await startAgent(client, home);
  const send = number => ["session/send", { sessionId, clientMessageId: `m-${number}`, text: `prompt ${number}` }];

  const receipts = await Promise.all(Array.from({ length: 100 }, (_, number) => client.request(...send(number))));
  const refused = await client.refusal(...send(100));
  await client.request("session/unqueue", { sessionId, messageId: receipts[50].messageId });
  await client.request(...send(100));

  assert.deepEqual([refused.code, refused.data.retryable], [QueueFull, true]);
  assert.equal((await queueOf(client, sessionId)).length, 100);
});

test("SND-09 a prompt instead of the turn ends it and comes before what waits", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { session: { id: sessionId } } = await client.request("session/create", { agent: "command", args: ["/bin/sh"], env: { ENV: "", PS1: "> " }, cwd: home.work });
  const terminal = new Terminal(client, sessionId);
  await terminal.reveal();
  await terminal.waitForText(/> /);
  await client.request("session/send", { sessionId, clientMessageId: "m-1", text: "echo begun=$((20+1)); sleep 600; echo not-reached" });
  await terminal.waitForText(/begun=21/);

  await client.request("session/send", { sessionId, clientMessageId: "m-2", text: "echo instead=$((40+2))", mode: "interrupt" });
  await client.request("session/send", { sessionId, clientMessageId: "m-3", text: "echo later=$((60+3))" });

  await terminal.waitForText(/instead=42[^]*later=63/);
  assert.doesNotMatch(terminal.text, /^not-reached/m);
});

test("SND-05 the first prompt of a program that cannot be started is not lost, not even with the host", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const params = { agent: "command", args: [join(home.root, "no-such-program")], cwd: home.work, prompt: "what\nto do" };
  const { session: { id: sessionId } } = await client.request("session/create", params);
  const ended = await client.waitForSession(sessionId, isEnded);
  assert.match(ended.activityDetail, /no-such-program[^]*A prompt waits for the session to be resumed\.$/);

  process.kill(home.hostPid(), "SIGKILL");
  await client.ended();
  const [message, ...others] = await queueOf(await home.connect(), sessionId);

  assert.deepEqual(others, []);
  assert.deepEqual({ ...message, messageId: "", acceptedAt: "" },
    { messageId: "", acceptedAt: "", preview: "what to do", text: "what\nto do", state: "waiting", mode: "queue" });
});

test("SEC-01 a mode that is none, and a prompt's id beyond its bounds, are refused", Limit, async t => {
  const home = Home.for(t);
  const client = await home.connect();
  const { id: sessionId } = await finishCommand(client, home, "exit 0");

  const mode = await client.refusal("session/send", { sessionId, clientMessageId: "m", text: "text", mode: "whenever" });

  assert.deepEqual([mode.code, /mode/.test(mode.message)], [InvalidParams, true]);
  assert.equal((await client.refusal("session/unqueue", { sessionId, messageId: "" })).code, InvalidParams);
  assert.equal((await client.refusal("session/unqueue", { sessionId, messageId: "../\u001b[2J" })).code, RequestNotFound);
});

/** A home whose PATH has an `aider` that runs a shell script: an agent that is typed to only once it is ready. */
function homeWithAgent(t, script) {
  const environment = {};
  const home = Home.for(t, { environment });
  const bin = join(home.root, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "aider"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  environment.PATH = `${bin}:${process.env.PATH}`;
  return home;
}

async function startAgent(client, home) {
  const { session } = await client.request("session/create", { agent: "aider", cwd: home.work });
  return client.waitForSession(session.id, isUp);
}

async function queueOf(client, sessionId) {
  return (await client.request("session/queue", { sessionId })).messages;
}

/** Ends the host; the next connection starts another one. */
async function restartHost(home, client) {
  await client.request("host/shutdown", { mode: "now" }).catch(() => {});
  await eventually("the host to end", () => home.serversAs("host").length === 0);
}
