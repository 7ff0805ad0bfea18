// What reading transcripts costs and bears: long ones, many changes, and lines that are none.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents } from "./support/fake-agents.mjs";
import { Limit } from "./support/limits.mjs";
import { allIsRead, countsAll, KeepsRollout, Rollout, startWithRollout, stopAndWait } from "./support/rollouts.mjs";
import { isEnded, isUp, LastsUntilStopped } from "./support/sessions.mjs";

const OnLinux = process.platform === "linux" ? Limit : { ...Limit, skip: "only Linux tells which files a program has open" };
const MiB = 1024 * 1024;

test("AGT-06 of a rollout of 92 MB the ends are read once, and of every turn after that what it added", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const client = await home.connect();
  const codexHome = join(home.root, "codex");
  // The host has done all it does for a session before anything is measured.
  await allIsRead(client, home, codexHome);
  const rollout = new Rollout(codexHome, home.work);
  fill(rollout, 92_000_000);
  const host = home.pidOf("host");
  const before = costs(host);

  const id = await startWithRollout(client, rollout, home.work);
  const { usage, title, preview } = await countsAll(client, id, rollout);
  const whole = costs(host);
  const turns = [];
  for (let turn = 0; turn < 5; turn++) {
    const read = costs(host).bytesRead;
    rollout.addTurn("next", "x".repeat(100_000));
    await countsAll(client, id, rollout);
    turns.push(costs(host).bytesRead - read);
  }

  const { input_tokens, cached_input_tokens, output_tokens } = Rollout.Turn;
  const count = rollout.turns - 5;
  assert.deepEqual(
    [usage.inputTokens, usage.cachedInputTokens, usage.outputTokens, usage.model, usage.contextTokens, usage.contextWindow, usage.costIsEstimate],
    [count * input_tokens, count * cached_input_tokens, count * output_tokens, "gpt-5.5", input_tokens + output_tokens, 258_400, true]);
  // 2,000 fresh ones at 5 dollars a million, 10,000 of a cache at 0.50 and 300 at 30.
  assert.ok(Math.abs(usage.costUsd - count * 0.024) < 1e-6, `${usage.costUsd} dollars for ${count} turns`);
  assert.deepEqual([title, preview], ["the first of many", "Done."]);
  assert.ok(whole.bytesRead - before.bytesRead < 16 * MiB, `${whole.bytesRead - before.bytesRead} bytes were read of the whole`);
  for (const bytes of turns) assert.ok(bytes < 4 * MiB, `${turns} bytes were read for the turns`);
  const grown = costs(host).mostMemory - before.memory;
  assert.ok(grown < 64 * MiB, `memory grew by ${grown} bytes`);
});

test("AGT-07 a transcript that is written all the time is read now and then, to its end", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const client = await home.connect();
  const rollout = new Rollout(join(home.root, "codex"), home.work);
  const id = await startWithRollout(client, rollout, home.work);
  rollout.addTurn();
  await countsAll(client, id, rollout);
  const [position, startedAt] = [client.changesOf(id).length, performance.now()];

  for (let turn = 0; turn < 2000; turn++) {
    for (const line of rollout.turn(`prompt ${turn}`, `answer ${turn}`)) rollout.append(line);
    await client.request("session/get", { sessionId: id });
  }
  const { preview, activity } = await client.waitForSession(
    id, session => session.usage.inputTokens === rollout.inputTokens && session.activity === "idle", "all turns");
  const seconds = (performance.now() - startedAt) / 1000;
  const updates = client.changesOf(id).length - position;

  assert.deepEqual([preview, activity], ["answer 1999", "idle"]);
  // The first and the last one come beside those of the time between.
  assert.ok(updates <= 2 + 4 * seconds, `${updates} updates in ${seconds} s`);
});

test("AGT-07 what is written into the transcript of a deleted session leads to nothing", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const client = await home.connect();
  const codexHome = join(home.root, "codex");
  const rollout = new Rollout(codexHome, home.work);
  const id = await startWithRollout(client, rollout, home.work);
  rollout.addTurn();
  await countsAll(client, id, rollout);
  await stopAndWait(client, id);
  rollout.addTurn();
  await client.request("session/delete", { sessionId: id });
  const position = client.position;

  rollout.addTurn();
  await allIsRead(client, home, codexHome);

  const changed = client.notifications.slice(position)
    .filter(({ method, params }) => method === "sessions/changed" && params.changed?.some(session => session.id === id));
  assert.deepEqual(changed, []);
  assert.equal((await client.refusal("session/get", { sessionId: id })).code, 1001);
});

test("AGT-15 lines that are huge, binary or broken are skipped, and what comes behind them counts", OnLinux, async t => {
  const home = homeWithAgents(t, { codex: KeepsRollout });
  const client = await home.connect();
  const rollout = new Rollout(join(home.root, "codex"), home.work);
  const id = await startWithRollout(client, rollout, home.work);
  rollout.addTurn("a whole one");
  await countsAll(client, id, rollout);

  for (const bad of badLines(rollout)) {
    appendFileSync(rollout.path, bad);
    appendFileSync(rollout.path, "\n");
    rollout.addTurn("behind it", `behind ${rollout.turns} turns`);
  }
  const [torn, rest] = halves(rollout.totals());
  rollout.turns--;
  appendFileSync(rollout.path, torn);
  const { title, preview, usage } = await countsAll(client, id, rollout);
  rollout.turns++;
  appendFileSync(rollout.path, rest + "\n");
  await countsAll(client, id, rollout);

  assert.deepEqual([title, preview], ["a whole one", `behind ${rollout.turns - 2} turns`]);
  assert.equal(usage.outputTokens, Rollout.Turn.output_tokens * (rollout.turns - 1));
});

test("LST-01 lists and sessions are answered while a long transcript is read", Limit, async t => {
  const home = homeWithAgents(t, { claude: LastsUntilStopped });
  const client = await home.connect();
  const env = { CLAUDE_CONFIG_DIR: join(home.root, "claude") };
  const { session } = await client.request("session/create", { agent: "claude", cwd: home.work, env, title: "being read" });
  await client.waitForSession(session.id, isUp);
  const answers = longClaudeTranscript(env.CLAUDE_CONFIG_DIR, session, 128 * MiB);

  // Its end is what has it read anew.
  await client.request("session/stop", { sessionId: session.id, force: true });
  await client.waitForSession(session.id, isEnded);
  const seen = [];
  for (let isRead = false; !isRead;) {
    const { items } = await client.request("session/list", {});
    const got = await client.request("session/get", { sessionId: session.id });
    seen.push([items.length, items[0].id, items[0].title, got.session.phase].join());
    isRead = got.session.usage !== undefined;
  }

  assert.ok(seen.length > 1, "nothing was asked while it was read");
  assert.deepEqual([...new Set(seen)], [[1, session.id, "being read", "ended"].join()]);
  const { session: read } = await client.request("session/get", { sessionId: session.id });
  assert.deepEqual([read.usage.inputTokens, read.usage.outputTokens], [answers * 17_120, answers * 57]);
});

/** Turns as a program works: most of a rollout is copies of what went to the model; behind the last totals are 3 MiB of them. */
function fill(rollout, bytes) {
  rollout.addTurn("the first of many");
  const output = "drwxr-xr-x 2 user user 4096 Nov 22 03:19 some/folder\n".repeat(400);
  const copies = Array.from({ length: 50 }, () => rollout.copy(output)).join("\n");
  for (let written = 0; written < bytes - 3 * MiB; written += copies.length) {
    rollout.append(copies);
    rollout.addTurn();
  }

  for (let written = 0; written < 3 * MiB; written += copies.length) rollout.append(copies);
}

/** Each of these is one line or some, none of which says anything that can be read. */
function* badLines(rollout) {
  yield rollout.line("event_msg", { type: "agent_message", message: "x".repeat(6 * MiB) });
  yield Buffer.concat([randomBytes(64 * 1024), Buffer.from([0, 10, 0, 255, 10])]);
  yield Buffer.alloc(5 * MiB);
  yield rollout.line("event_msg", { type: "token_count" }).slice(0, -9);
  yield `{"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":-5,"output_tokens":1e400}}}}`;
  yield `{"type":"event_msg","payload":{"type":"token_count","info":[1,"2"],"rate_limits":7}}`;
  yield `{"type":["event_msg"],"payload":"none"}`;
  yield `null\n[]\n7\n"text"\n{}\r\n\r\n`;
  yield "[".repeat(100_000);
}

function halves(text) {
  const middle = text.length >> 1;
  return [text.slice(0, middle), text.slice(middle)];
}

/** Writes one whose every line has to be read, and answers how many answers it holds. */
function longClaudeTranscript(configuration, session, bytes) {
  const folder = join(configuration, "projects", session.cwd.replaceAll(/[^A-Za-z0-9]/g, "-"));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${session.nativeSessionId}.jsonl`);
  writeFileSync(`${path}.part`, "");
  const usage = { input_tokens: 120, cache_creation_input_tokens: 2000, cache_read_input_tokens: 15_000, output_tokens: 57 };
  const text = "It is done as you said. ".repeat(200);
  let answers = 0;
  for (let written = 0; written < bytes;) {
    let lines = "";
    for (let line = 0; line < 500; line++) {
      const message = { id: `msg_${answers++}`, model: "claude-opus-5-5", content: [{ type: "text", text }], stop_reason: "end_turn", usage };
      lines += JSON.stringify({ type: "assistant", message, sessionId: session.nativeSessionId, timestamp: new Date().toISOString() }) + "\n";
    }

    appendFileSync(`${path}.part`, lines);
    written += lines.length;
  }

  // It is there with all it holds, or not at all.
  renameSync(`${path}.part`, path);
  return answers;
}

/** What a process has read until now, the memory it has, and the most it ever had; in bytes. */
function costs(pid) {
  const number = (file, name) => Number(readFileSync(`/proc/${pid}/${file}`, "utf8").match(new RegExp(`^${name}:\\s*(\\d+)`, "m"))[1]);
  return { bytesRead: number("io", "rchar"), memory: number("status", "VmRSS") * 1024, mostMemory: number("status", "VmHWM") * 1024 };
}
