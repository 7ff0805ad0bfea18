// Which sessions one connection receives content of: limits, reveals and conceals in quick succession, and who misbehaves.

import assert from "node:assert/strict";
import { Home } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { createCommand, isUp, LastsUntilStopped, startCommand, textOf } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";
import { testBoth as test } from "./support/transports.mjs";

const InvalidParams = -32602;
const RequestCancelled = -32800;
const LimitReached = 1601;
const MostVisible = 64;
const Cat = "stty -echo; echo ready; exec cat";

test("CAP-03 CAP-11 CAP-13 a lower limit paces what is visible and evicts what is not, on its connection alone", Limit, async t => {
  const { home, client } = await connected(t);
  const ids = [];
  for (let index = 0; index < 3; index++) {
    const { id } = await startCommand(client, home, LastsUntilStopped);
    await client.request("session/reveal", { sessionId: id, active: index === 0 });
    ids.push(id);
  }
  const [active, visible, concealed] = ids;
  await client.request("session/conceal", { sessionId: concealed });

  const { limits } = await client.request("client/configure", { liveSessions: 1 });
  const told = await client.waitFor("session/graded", ({ sessionId }) => sessionId === visible);
  const evicted = await client.waitFor("session/evicted", ({ sessionId }) => sessionId === concealed);

  assert.equal(limits.liveSessions, 1);
  assert.equal(told.grade, "paced");
  assert.equal(evicted.reason, "limit");
  const other = await home.connect();
  assert.equal(other.server.limits.liveSessions, client.server.limits.liveSessions);
  const own = (await client.request("host/status", {})).connections.find(({ isCaller }) => isCaller);
  assert.equal(own.liveLimit, 1);
  assert.deepEqual(Object.fromEntries(own.content.map(({ sessionId, grade }) => [sessionId, grade])), { [active]: "live", [visible]: "paced" });

  await client.request("client/configure", { liveSessions: 2 });
  await client.waitFor("session/graded", ({ sessionId, grade }) => sessionId === visible && grade === "live");
});

test("SEC-03 a limit that cannot be is refused by name and changes nothing", Limit, async t => {
  const { client } = await connected(t);

  for (const liveSessions of [0, -1, 17, 1e9]) {
    const refusal = await client.refusal("client/configure", { liveSessions });
    assert.equal(refusal.code, InvalidParams);
    assert.match(refusal.message, /liveSessions/);
  }
  const { limits } = await client.request("client/configure", {});
  assert.equal(limits.liveSessions, client.server.limits.liveSessions);
});

test("SUB-11 SUB-15 CAP-05 reveals and conceals sent in one breath end as the last of each session says", Limit, async t => {
  const { home, client } = await connected(t);
  const ids = [];
  for (let index = 0; index < 6; index++) ids.push((await startCommand(client, home, `seq 2000; ${LastsUntilStopped}`)).id);

  const wanted = new Set();
  const answers = [];
  for (let round = 0; round < 40; round++) {
    const id = ids[(round * 5) % ids.length];
    const isReveal = round % 3 !== 2;
    answers.push(client.request(isReveal ? "session/reveal" : "session/conceal", { sessionId: id }));
    if (isReveal) wanted.add(id);
    else wanted.delete(id);
  }
  const outcomes = await Promise.allSettled(answers);

  for (const { status, reason } of outcomes) if (status === "rejected") assert.equal(reason.code, RequestCancelled);
  const own = (await client.request("host/status", {})).connections.find(({ isCaller }) => isCaller);
  const visible = own.content.filter(content => content.visible).map(({ sessionId }) => sessionId);
  assert.deepEqual(visible.sort(), [...wanted].sort());
  assert.ok(own.content.filter(({ grade }) => grade === "live").length <= own.liveLimit);
});

test("BP-12 ten thousand reveals and conceals of a client that looks at too much stay bounded", { timeout: 180_000 }, async t => {
  const { home, client } = await connected(t);
  const ids = [];
  for (let index = 0; index <= MostVisible; index++) ids.push((await createCommand(client, home, LastsUntilStopped)).id);
  for (const id of ids) await client.waitForSession(id, isUp);
  for (const sessionId of ids.slice(0, -1)) await client.request("session/reveal", { sessionId });

  const refusal = await client.refusal("session/reveal", { sessionId: ids.at(-1) });
  assert.equal(refusal.code, LimitReached);
  assert.match(refusal.data.hint, /[Cc]onceal/);

  for (let round = 0; round < 10_000; round += 500) {
    await Promise.allSettled(Array.from({ length: 500 }, (_, index) => client.request(
      index % 2 === 0 ? "session/conceal" : "session/reveal", { sessionId: ids[((round + index) >> 1) % ids.length] })));
  }

  const status = await client.request("host/status", {});
  const own = status.connections.find(({ isCaller }) => isCaller);
  assert.ok(own.content.length <= MostVisible + own.liveLimit);
  for (const { name, items, maxItems } of status.queues) assert.ok(items <= maxItems, name);
  await client.request("session/conceal", { sessionId: ids[0] });
  assert.equal(await textOf(client, ids[0]), "");
});

test("ATT-01 ATT-03 ATT-05 SW-07 what is told of a session that was left is told once and moves no position", Limit, async t => {
  const { home, client } = await connected(t);
  const { id } = await createCommand(client, home, Cat);
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.waitForText(/ready\r\n/);
  const since = { epoch: terminal.epoch, offset: terminal.received };

  await client.request("client/configure", { liveSessions: 1 });
  await client.request("session/conceal", { sessionId: id });
  const other = await startCommand(client, home, LastsUntilStopped);
  await client.request("session/reveal", { sessionId: other.id });
  await client.waitFor("session/evicted", ({ sessionId }) => sessionId === id);
  const left = client.position;
  for (let count = 0; count < 20; count++) await client.request("session/rename", { sessionId: id, title: `title ${count}` });
  await terminal.input("unseen\n");
  await eventually("the line to be printed", async () => (await textOf(client, id)).includes("unseen"));
  await client.waitForSession(id, ({ title }) => title === "title 19");

  const told = client.notifications.slice(left).filter(({ params }) => params.sessionId === id);
  assert.deepEqual(told, [], "nothing of its content");
  const revisions = client.changesOf(id).map(({ revision }) => revision);
  assert.deepEqual(revisions, [...new Set(revisions)].sort((one, other) => one - other), "each status once, in order");
  const { terminal: content } = await client.request("session/reveal", { sessionId: id, since });
  assert.equal(content.kind, "suffix");
  assert.equal(Buffer.from(content.data, "base64").toString(), "unseen\r\n");
});

test("SW-12 the first message after a switch reaches the session it was written for", Limit, async t => {
  const { home, client } = await connected(t);
  const sessions = [];
  for (let index = 0; index < 2; index++) {
    const { id } = await createCommand(client, home, Cat);
    const terminal = new Terminal(client, id);
    await terminal.reveal();
    await terminal.waitForText(/ready/);
    sessions.push({ id, terminal });
  }
  const [first, second] = sessions;

  for (let round = 0; round < 10; round++) {
    const [from, to] = round % 2 === 0 ? [second, first] : [first, second];
    const sent = [
      client.request("session/conceal", { sessionId: from.id }),
      to.terminal.reveal(),
      client.request("session/send", { sessionId: to.id, clientMessageId: `m${round}`, text: `message ${round}` }),
    ];
    assert.notEqual((await Promise.all(sent)).at(-1).receipt, "duplicate");
    await eventually(`message ${round} to be printed`, async () => (await textOf(client, to.id)).includes(`message ${round}`));
    assert.doesNotMatch(await textOf(client, from.id), new RegExp(`message ${round}\\b`));
  }
});

test("SW-01 PH-07 a reveal tells the phase that is stored, and never that what was killed runs", Limit, async t => {
  const { home, client } = await connected(t);
  const { id } = await startCommand(client, home, LastsUntilStopped);
  const { detail } = await client.request("session/get", { sessionId: id });
  const revealed = await client.request("session/reveal", { sessionId: id });
  assert.equal(revealed.session.phase, "active");

  // Nobody is there to see the program go.
  const holder = (await client.request("host/status", {})).holderPid;
  for (const pid of [home.hostPid(), holder, detail.pid]) process.kill(pid, "SIGKILL");
  await client.exited;
  const next = await home.connect();
  const { session } = await next.request("session/reveal", { sessionId: id });

  assert.equal(session.phase, "ended");
  assert.equal(session.exit.reason, "lost");
  assert.equal((await next.request("session/get", { sessionId: id })).session.phase, "ended");
});

async function connected(t) {
  const home = Home.for(t);
  return { home, client: await home.connect() };
}
