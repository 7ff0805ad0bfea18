import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, Limit } from "./support/limits.mjs";
import { textOf } from "./support/sessions.mjs";
import { homeWithAskingAgents, keysOf } from "./support/start-dialogs.mjs";

const Asks = "Asks whether to trust this folder";
const Composer = { claude: "? for shortcuts", kimi: "context: 0%" };
const YesKeys = { claude: ["\u001b[B", "\r"], kimi: ["\r"] };
const waits = ({ activity, activityDetail }) => activity === "needsAnswer" && activityDetail === Asks;

for (const agent of ["claude", "kimi"]) {
  test(`${agent} that asks for trust waits for an answer and takes no prompt until it was answered in its terminal`, Limit, async t => {
    const { home, client, id } = await start(t, agent);
    const asking = await client.waitForSession(id, waits);
    const { requests } = await client.request("attention/list", {});
    await client.request("session/send", { sessionId: id, clientMessageId: "1", text: "hello" });
    const queued = await client.waitForSession(id, ({ queued }) => queued === 1);
    const keysBefore = keysOf(home);

    await type(client, id, YesKeys[agent][0]);
    for (const key of YesKeys[agent].slice(1)) await type(client, id, key);
    await shows(client, id, '<prompt "hello">');
    const after = await client.waitForSession(id, ({ queued, activity }) => queued === 0 && activity !== "needsAnswer");

    assert.deepEqual([asking.attention.count, asking.attention.kind], [1, "question"]);
    assert.deepEqual(requests.map(({ title, kind, options }) => [title, kind, options]), [[Asks, "question", undefined]]);
    assert.deepEqual(keysBefore, []);
    assert.equal(queued.activity, "needsAnswer");
    assert.deepEqual([after.attention.count, after.activityDetail], [0, undefined]);
    assert.equal((await client.waitFor("attention/resolved", ({ sessionId }) => sessionId === id)).outcome, "withdrawn");
    assert.ok(!client.changesOf(id).some(({ activity, attention }) => activity === "needsApproval" || attention.kind === "approval"));
  });

  test(`${agent} in a folder that the settings trust is answered once, and takes its prompt`, Limit, async t => {
    const { home, client, id } = await start(t, agent, { trustedFolders: home => [home.root] });
    await client.request("session/send", { sessionId: id, clientMessageId: "1", text: "hello" });

    await shows(client, id, '<prompt "hello">');
    const after = await client.waitForSession(id, ({ queued, activity }) => queued === 0 && activity !== "needsAnswer");

    assert.deepEqual(keysOf(home), [...YesKeys[agent], "\u001b[200~", ..."hello", "\u001b[201~", "\r"]);
    assert.equal(after.attention.count, 0);
  });

  test(`${agent} that only quotes the words of its dialog is no asking one, and nothing is typed`, Limit, async t => {
    const { home, client, id } = await start(t, agent, { trustedFolders: home => [home.root], MODE: "ready" });
    await client.request("session/send", { sessionId: id, clientMessageId: "1", text: "quote" });
    await client.waitForSession(id, ({ queued }) => queued === 0);
    await shows(client, id, agent === "claude" ? "Enter to confirm" : "Asked again next launch.");
    await client.request("session/send", { sessionId: id, clientMessageId: "2", text: "next" });

    await shows(client, id, '<prompt "next">');

    assert.deepEqual(keysOf(home), ["quote", "next"].flatMap(text => ["\u001b[200~", ...text, "\u001b[201~", "\r"]));
    assert.ok(!client.changesOf(id).some(({ activity }) => activity === "needsAnswer"));
  });
}

test("a dialog that stays after its answer says so, and is not answered again", Limit, async t => {
  const { home, client, id } = await start(t, "kimi", { trustedFolders: home => [home.root], MODE: "deaf" });

  const stuck = await client.waitForSession(id, ({ activityDetail }) => activityDetail?.includes("is still there"));
  // Whatever it prints, the answer was given.
  await client.request("terminal/resize", { sessionId: id, cols: 90, rows: 30 });

  assert.deepEqual([stuck.activity, stuck.attention.kind, stuck.attention.count], ["needsAnswer", "question", 1]);
  assert.deepEqual(keysOf(home), ["\r"]);
});

const Untouched = {
  "about another folder than the session's": { MODE: "other-folder" },
  "that its program does not report although it reports such dialogs": { agent: "claude", MODE: "silent" },
  "in a folder beside a trusted one": { trustedFolders: home => [join(home.root, "wor"), join(home.root, "other")] },
  "of a session for which nothing is trusted": { trustedFolders: () => [] },
};

for (const [what, { agent = "kimi", ...more }] of Object.entries(Untouched)) {
  test(`a dialog ${what} is left to the user`, Limit, async t => {
    const { home, client, id } = await start(t, agent, { trustedFolders: home => [home.root], ...more });
    await client.waitForSession(id, waits);

    // The answer of a session that is asked at the same time, and is trusted, comes later than one of this one would.
    mkdirSync(join(home.root, "other"), { recursive: true });
    writeSettings(home, [join(home.root, "other")]);
    const { session } = await client.request("session/create", { agent: "kimi", cwd: join(home.root, "other") });
    await shows(client, session.id, Composer.kimi);

    assert.deepEqual(keysOf(home), []);
    assert.ok(waits(await client.waitForSession(id, waits)));
  });
}

test("what is wrong with the trusted folders is told with the entry and the way out", Limit, async t => {
  const { client, id } = await start(t, "kimi", { trustedFolders: () => ["src/repo"] });

  await client.waitForSession(id, waits);
  const { message } = await client.waitFor("window/logMessage");

  assert.match(message, /"src\/repo" is left out: a folder is a full path, or one that begins with "~\/"/);
});

async function start(t, agent, { trustedFolders, MODE } = {}) {
  const home = homeWithAskingAgents(t);
  if (trustedFolders) writeSettings(home, trustedFolders(home));
  const client = await home.connect();
  const { session } = await client.request("session/create", { agent, cwd: home.work, env: { MODE: MODE ?? "" } });
  return { home, client, id: session.id };
}

function writeSettings(home, trustedFolders) {
  mkdirSync(home.state, { recursive: true, mode: 0o700 });
  writeFileSync(join(home.state, "settings.json"), JSON.stringify({ trustedFolders }));
}

const type = (client, sessionId, keys) => client.request("terminal/input", { sessionId, data: Buffer.from(keys).toString("base64") });

const shows = (client, sessionId, text) =>
  eventually(`the terminal to show ${JSON.stringify(text)}`, async () => (await textOf(client, sessionId)).includes(text));
