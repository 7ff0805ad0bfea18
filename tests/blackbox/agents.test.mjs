import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import { homeWithAgents, install } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";

const Cancelled = -32800;

/** Says its version, and leaves a line for every time that it is asked. */
const saysVersion = version => `echo asked >> "$ORCHESTRATOR_TEST_ROOT/asked"; [ "$*" = --version ] && echo "tool ${version} (build 7)"`;

test("an installed agent's version is asked for beside the list, and once over two hosts", Limit, async t => {
  const home = homeWithAgents(t, { claude: saysVersion("2.1.329") });
  const first = await home.connect();
  await versionOf(first, "claude", "2.1.329");
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();

  const second = await home.connect();
  await versionOf(second, "claude", "2.1.329");
  await second.request("agent/list", { refresh: true });

  assert.equal(timesAsked(home), 1);
});

test("a refresh finds what was installed and what has changed, and answers with their versions", Limit, async t => {
  const home = homeWithAgents(t, { claude: saysVersion("2.1.329") });
  const client = await home.connect();
  await versionOf(client, "claude", "2.1.329");

  install(home, "claude", saysVersion("2.1.3300"));
  install(home, "codex", saysVersion("0.169.0"));
  const unasked = await agentOf(client, "claude");
  const { agents } = await client.request("agent/list", { refresh: true });

  assert.equal(unasked.version, "2.1.329");
  assert.deepEqual(["claude", "codex"].map(id => agents.find(agent => agent.id === id).version), ["2.1.3300", "0.169.0"]);
  assert.equal(timesAsked(home), 3);
});

test("a damaged record of versions is made anew", Limit, async t => {
  const home = homeWithAgents(t, { claude: saysVersion("2.1.329") });
  const first = await home.connect();
  await versionOf(first, "claude", "2.1.329");
  await first.request("host/shutdown", { mode: "now" });
  await first.ended();
  writeFileSync(join(home.state, "agents.json"), "[{");

  await versionOf(await home.connect(), "claude", "2.1.329");

  assert.equal(timesAsked(home), 2);
});

test("a program that does not answer delays no list, and a refresh waits for it no longer than it is wanted", Limit, async t => {
  const home = homeWithAgents(t, { claude: "trap '' TERM; sleep 1000 & wait", codex: saysVersion("0.169.0") });
  const client = await home.connect();
  await client.request("agent/list", {});
  await eventually("the program to be asked", () => isAsked(home));

  // Each of these is answered while the program is still being waited for.
  const listed = await agentOf(client, "claude");
  const cancel = new CancellationTokenSource();
  const given = client.request("agent/list", { refresh: true }, cancel.token);
  cancel.cancel();
  const refusal = await given.then(() => undefined, error => error);
  await client.request("agent/list", { refresh: true });
  assert.ok(isAsked(home));

  assert.deepEqual([listed.installed, listed.version], [true, undefined]);
  assert.equal(refusal?.code, Cancelled);
  // It is given up in the end, and the others are asked.
  await versionOf(client, "codex", "0.169.0");
});

test("an agent that is not there says how to install it", Limit, async t => {
  const home = homeWithAgents(t, {});
  const { agents } = await (await home.connect()).request("agent/list", {});

  const named = agents.filter(({ id }) => !["shell", "command"].includes(id));
  assert.equal(named.find(({ id }) => id === "codex").install, "npm install -g @openai/codex");
  for (const { install: how, name } of named) assert.match(how ?? "", /^(https:\/\/\S+|[a-z]+ [^\n]+)$/, name);
});

const agentOf = async (client, id) => (await client.request("agent/list", {})).agents.find(agent => agent.id === id);

const versionOf = (client, id, version) => eventually(`${id} to be known as ${version}`, async () => (await agentOf(client, id)).version === version);

const timesAsked = home => readFileSync(join(home.root, "asked"), "utf8").trim().split("\n").length;

const isAsked = home => home.agents().some(({ command }) => command.includes("sleep"));
