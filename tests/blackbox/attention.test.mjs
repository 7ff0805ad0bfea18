import assert from "node:assert/strict";
import { test } from "node:test";
import { homeWithReportingAgents, startReporting } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded, isUp, LastsUntilStopped, startCommand, textOf } from "./support/sessions.mjs";

const InvalidParams = -32602;
const IllegalTransition = 1003;
const RequestNotFound = 1301;
const AlreadyResolved = 1302;
const RequestMismatch = 1303;

const Touch = "approve Bash: touch x.txt";

test("APR-01 APR-08 ATT-02 a permission that an agent asks for reaches every client that has revealed nothing, before the summary that counts it", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const other = await home.connect();

  const asked = performance.now();
  await agent.tell(`permission ${Touch}`);
  const told = await Promise.all([client, other].map(each => requested(each, agent.id)));
  const tookMs = performance.now() - asked;

  assert.deepEqual(told[0].request, told[1].request);
  const { requestId, createdAt, ...request } = told[0].request;
  assert.deepEqual(request, {
    sessionId: agent.id, kind: "approval", title: Touch, options: [{ id: "allow", label: "Allow" }, { id: "deny", label: "Deny" }],
  });
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const session = await client.waitForSession(agent.id, ({ activity }) => activity === "needsApproval");
  assert.deepEqual(session.attention, { count: 1, kind: "approval", requestId, title: Touch });
  assert.equal(session.confidence, "hook");
  for (const each of [client, other]) {
    await each.waitForSession(agent.id, ({ attention }) => attention.count === 1);
    const counts = each.notifications.findIndex(({ method, params }) => method === "sessions/changed" && params.changed.some(({ attention }) => attention.count > 0));
    assert.ok(counts < 0 || each.notifications.findIndex(({ method }) => method === "attention/requested") < counts);
  }
  assert.deepEqual((await other.request("attention/list", {})).requests, [told[0].request]);
  t.diagnostic(`told to both after ${Math.round(tookMs)} ms`);
});

test("LST-08 MUL-02 exactly one of three clients is asked to notify: the one whose user acted last, and none while somebody looks", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const [second, third] = [await home.connect(), await home.connect()];
  await agent.tell("working", second);

  await agent.tell(`permission ${Touch}`, second);
  const told = await Promise.all([client, second, third].map(each => requested(each, agent.id)));
  assert.deepEqual(told.map(({ notify }) => notify), [undefined, true, undefined]);

  await agent.tell("working");
  const { requestId } = told[0].request;
  await Promise.all([client, second, third].map(each => resolved(each, requestId)));
  await third.request("session/reveal", { sessionId: agent.id, active: true });
  await agent.tell(`permission ${Touch}`);
  const seen = await Promise.all([client, second, third].map(each => requested(each, agent.id, requestId)));
  assert.deepEqual(seen.map(({ notify }) => notify), [undefined, undefined, undefined]);

  await agent.tell("working");
  await Promise.all([client, second, third].map(each => resolved(each, seen[0].request.requestId)));
  await third.notify("session/focus", {});
  await third.request("session/get", { sessionId: agent.id });
  await agent.tell(`permission ${Touch}`, third);
  const away = await Promise.all([client, second, third].map(each => requested(each, agent.id, requestId, seen[0].request.requestId)));
  assert.deepEqual(away.map(({ notify }) => notify), [undefined, undefined, true]);
});

for (const [decision, outcome, activity] of [["allow", "allowed", "working"], ["deny", "denied", "idle"]]) {
  test(`APR-03 SND-10 an answer to ${decision} reaches the agent ahead of prompts that wait, and is told to all exactly once`, Limit, async t => {
    const { home, client, agent } = await setUp(t);
    const other = await home.connect({ clientInfo: { name: "Second", version: "1" } });
    await agent.tell(`permission ${Touch}`);
    const { request: { requestId } } = await requested(other, agent.id);
    await client.request("session/send", { sessionId: agent.id, clientMessageId: "m", text: "a prompt" });

    assert.deepEqual(await other.request("attention/respond", { sessionId: agent.id, requestId, decision }), {});
    await agent.shows(`<${outcome}>`);

    const expected = { requestId, sessionId: agent.id, outcome: "answered", by: "Second" };
    for (const each of [client, other]) assert.deepEqual(await resolved(each, requestId), expected);
    await client.waitForSession(agent.id, session => session.activity === activity && session.attention.count === 0);
    // The prompt waited for the dialog, not the dialog for the prompt.
    await agent.shows("a prompt");
    const text = await textOf(client, agent.id);
    assert.ok(text.indexOf(`<${outcome}>`) < text.indexOf("a prompt"), text);
    for (const each of [client, other]) assert.equal(all(each, "attention/resolved").length, 1);
  });
}

test("APR-04 an answer whose key the agent lost is asked for again, and can then be given", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell(`deaf ${Touch}`);
  const { request: { requestId } } = await requested(client, agent.id);
  await client.request("attention/respond", { sessionId: agent.id, requestId, decision: "allow" });
  await agent.shows("<lost>");

  const { request } = await requested(client, agent.id, requestId);
  assert.equal(request.title, Touch);
  await client.request("attention/respond", { sessionId: agent.id, requestId: request.requestId, decision: "allow" });
  await agent.shows("<allowed>");
  await client.waitForSession(agent.id, ({ attention }) => attention.count === 0);
});

test("APR-02 nothing is typed while the dialog that was reported is not on the screen", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell(`undrawn ${Touch}`);
  const { request: { requestId } } = await requested(client, agent.id);

  const refusal = await client.refusal("attention/respond", { sessionId: agent.id, requestId, decision: "allow" });

  assert.equal(refusal.code, IllegalTransition);
  assert.match(refusal.data.hint, /terminal/);
  assert.equal((await client.request("attention/list", {})).requests.length, 1);
  assert.doesNotMatch(await textOf(client, agent.id), /<key|<lost/);
});

test("APR-02 of many answers at one moment one counts; an unknown request, another session's, and a second answer are refused", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const others = [await home.connect(), await home.connect(), await home.connect()];
  const { id: otherId } = await startCommand(client, home, LastsUntilStopped);
  await agent.tell(`permission ${Touch}`);
  const { request: { requestId } } = await requested(client, agent.id);
  const answer = { sessionId: agent.id, requestId, decision: "allow" };

  assert.equal((await client.refusal("attention/respond", { ...answer, requestId: "none" })).code, RequestNotFound);
  const mismatch = await client.refusal("attention/respond", { ...answer, sessionId: otherId });
  assert.equal(mismatch.code, RequestMismatch);
  assert.equal(mismatch.data.sessionId, agent.id);
  assert.equal((await client.refusal("attention/respond", { ...answer, decision: "always" })).code, InvalidParams);
  assert.equal((await client.refusal("attention/respond", { ...answer, note: "do not" })).code, IllegalTransition);
  const results = await Promise.all([client, ...others].map(each => each.request("attention/respond", answer).then(() => 0, ({ code }) => code)));

  assert.deepEqual(results.toSorted(), [0, AlreadyResolved, AlreadyResolved, AlreadyResolved]);
  await agent.shows("<allowed>");
  await agent.tell("say end");
  await agent.shows("end");
  assert.equal((await textOf(client, agent.id)).match(/<allowed>|<key/g).length, 1);
  const late = await client.refusal("attention/respond", answer);
  assert.equal(late.code, AlreadyResolved);
  assert.match(late.message, /answered/);
});

test("APR-02 an answer is never given to another dialog than the one it was asked for, also when both say the same", Limit, async t => {
  const { client, agent } = await setUp(t, "codex");
  await agent.tell("permission");
  const { request: first } = await requested(client, agent.id);
  assert.equal(first.title, "Codex asks for permission");
  await agent.tell("working");
  await agent.tell("permission");
  const { request: second } = await requested(client, agent.id, first.requestId);

  assert.equal((await client.refusal("attention/respond", { sessionId: agent.id, requestId: first.requestId, decision: "allow" })).code, AlreadyResolved);
  assert.ok(!(await textOf(client, agent.id)).includes("<allowed>"));
  await client.request("attention/respond", { sessionId: agent.id, requestId: second.requestId, decision: "allow" });
  await agent.shows("<allowed>");
  assert.equal((await resolved(client, first.requestId)).outcome, "withdrawn");
});

test("APR-02 an agent whose dialogs are not known, and a question, can be answered in the terminal only, and the error says so", Limit, async t => {
  const { home, client, agent } = await setUp(t, "gemini");
  const claude = await startReporting(client, home, "claude");
  await agent.tell("permission may I");
  await claude.tell("question answer: Which colour?");
  const asks = [(await requested(client, agent.id)).request, (await requested(client, claude.id)).request];
  await claude.tell("working");
  await claude.tell("permission approve ExitPlanMode: go");
  asks.push((await requested(client, claude.id, asks[1].requestId)).request);

  assert.deepEqual(asks.map(({ kind }) => kind), ["approval", "question", "approval"]);
  for (const { options, sessionId, requestId } of [asks[0], asks[2]]) {
    assert.equal(options, undefined);
    const refusal = await client.refusal("attention/respond", { sessionId, requestId, decision: "allow" });
    assert.equal(refusal.code, IllegalTransition);
    assert.match(refusal.data.hint, /terminal/);
  }
  await agent.tell("working");
  assert.equal((await resolved(client, asks[0].requestId)).outcome, "withdrawn");
});

test("ATT-10 AGT-13 activity is what the program says of itself: not a sub-agent, and not silence", Limit, async t => {
  const { client, agent } = await setUp(t);
  const activities = [];
  for (const [line, activity] of [
    ["working", "working"], ["child working", "working"], ["child clear", "working"], ["idle", "idle"],
    ["error API Error: (429) slow down", "limited"], ["error it broke", "failing"], ["auth Please run /login", "failing"], ["clear", "unknown"],
  ]) {
    await agent.tell(line);
    await agent.tell(`say after ${line}`);
    await agent.shows(`after ${line}`);
    const wants = line.startsWith("auth") ? 1 : 0;
    activities.push(await client.waitForSession(agent.id, session => session.activity === activity && session.attention.count === wants));
  }

  const [working, child, childGone] = activities;
  assert.equal(childGone.activitySince, working.activitySince);
  assert.equal(child.confidence, "hook");
  assert.equal(activities[4].activityDetail, "API Error: (429) slow down");
  assert.equal(activities[6].attention.kind, "notice");
  assert.equal(activities[7].confidence, "none");
  const told = client.changesOf(agent.id).map(({ activity }) => activity);
  assert.ok(told.lastIndexOf("working") < told.indexOf("idle"), "a sub-agent's end made nobody idle");
});

test("LST-07 a turn that ends while nobody looks is unread", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell("working");
  await client.waitForSession(agent.id, ({ activity }) => activity === "working");
  await agent.tell("done");
  const session = await client.waitForSession(agent.id, ({ activity }) => activity === "idle");

  assert.equal(session.unread, true);
});

test("ATT-06 what a session shows at the end of a turn comes before the summary that says so", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const viewer = await home.connect();
  await viewer.request("session/reveal", { sessionId: agent.id });
  for (let turn = 0; turn < 20; turn++) {
    await agent.tell("working");
    await viewer.waitForSession(agent.id, ({ activity }) => activity === "working");
    const from = viewer.position;
    const data = Buffer.from(`:say the end of turn ${turn}\r:idle\r`).toString("base64");
    await client.request("terminal/input", { sessionId: agent.id, data });
    await viewer.waitFor("sessions/changed", ({ changed }) => changed.some(({ activity }) => activity === "idle"), from);
    const later = viewer.notifications.slice(from);
    const idle = later.findIndex(({ method, params }) => method === "sessions/changed" && params.changed.some(({ activity }) => activity === "idle"));
    const shown = later.slice(0, idle).filter(({ method }) => method === "terminal/output").map(({ params }) => Buffer.from(params.data, "base64").toString()).join("");
    assert.match(shown, new RegExp(`the end of turn ${turn}\r`));
  }
});

test("PH-15 a session that works or waits for an answer is suspended only when it is forced", Limit, async t => {
  const { client, agent } = await setUp(t);
  for (const [line, activity] of [["working", "working"], [`permission ${Touch}`, "needsApproval"]]) {
    await agent.tell(line);
    await client.waitForSession(agent.id, session => session.activity === activity);
    assert.equal((await client.refusal("session/suspend", { sessionId: agent.id })).code, IllegalTransition);
  }
  const { request: { requestId } } = await requested(client, agent.id);

  await client.request("session/suspend", { sessionId: agent.id, force: true });
  const suspended = await client.waitForSession(agent.id, ({ phase }) => phase === "suspended");

  assert.equal((await resolved(client, requestId)).outcome, "withdrawn");
  assert.equal(suspended.activity, "unknown");
});

for (const [end, act] of [
  ["stop", (client, agent) => client.request("session/stop", { sessionId: agent.id })],
  ["exit", (client, agent) => agent.tell("exit")],
]) {
  test(`APR-06 ${end} withdraws what is pending and says so`, Limit, async t => {
    const { client, agent } = await setUp(t);
    await agent.tell("question answer: Which colour?");
    const { request: { requestId } } = await requested(client, agent.id);

    await act(client, agent);
    const ended = await client.waitForSession(agent.id, isEnded);

    assert.deepEqual(await resolved(client, requestId), { requestId, sessionId: agent.id, outcome: "withdrawn" });
    assert.deepEqual(ended.attention, { count: 0 });
    assert.deepEqual((await client.request("attention/list", {})).requests, []);
    assert.equal((await client.refusal("attention/respond", { sessionId: agent.id, requestId, decision: "allow" })).code, AlreadyResolved);
  });
}

test("a bell or a notification is one notice, the newest replaces the one before, and looking or dismissing ends it", Limit, async t => {
  const { home, client, agent } = await setUp(t, "gemini");
  const other = await home.connect({ clientInfo: { name: "Second", version: "1" } });
  await agent.tell("bell");
  const { request: bell } = await requested(client, agent.id);
  assert.deepEqual([bell.kind, bell.title, bell.options], ["notice", "Gemini CLI rang the bell", [{ id: "dismiss", label: "Dismiss" }]]);

  await agent.tell("notify the build\u0007 [is](command:x) done");
  const { request: build } = await requested(client, agent.id, bell.requestId);
  assert.equal((await resolved(client, bell.requestId)).outcome, "withdrawn");
  assert.equal((await client.request("attention/list", {})).requests.length, 1);
  await other.request("attention/respond", { sessionId: agent.id, requestId: build.requestId, decision: "dismiss" });
  assert.deepEqual(await resolved(client, build.requestId), { requestId: build.requestId, sessionId: agent.id, outcome: "answered", by: "Second" });

  await agent.tell("notify again");
  const { request: again } = await requested(client, agent.id, bell.requestId, build.requestId);
  await other.request("session/reveal", { sessionId: agent.id, active: true });
  assert.equal((await resolved(client, again.requestId)).outcome, "withdrawn");
  await agent.tell("notify while somebody looks");
  await agent.tell("say end");
  await agent.shows("end");
  assert.deepEqual((await client.request("attention/list", {})).requests, []);
  assert.equal(all(client, "attention/requested").length, 3);
});

test("SUB-05 ATT-14 what a reveal tells is not told again, a late client is told only what becomes of it, and an eviction loses nothing", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  await agent.tell(`permission ${Touch}`);
  const { request } = await requested(client, agent.id);

  const late = await home.connect();
  const { attention } = await late.request("session/reveal", { sessionId: agent.id });
  assert.deepEqual(attention, [request]);
  await late.request("session/conceal", { sessionId: agent.id });
  // As many as push it out of the live set.
  const { limits: { liveSessions } } = late.server;
  for (let index = 0; index < liveSessions; index++) {
    const { id } = await startCommand(late, home, LastsUntilStopped);
    await late.request("session/reveal", { sessionId: id });
  }
  await late.waitFor("session/evicted", ({ sessionId }) => sessionId === agent.id);
  await agent.tell("working");
  await resolved(late, request.requestId);
  await agent.tell(`permission ${Touch}`);
  const { request: second } = await requested(late, agent.id);

  assert.notEqual(second.requestId, request.requestId);
  assert.deepEqual(all(late, "attention/requested").map(each => each.request.requestId), [second.requestId]);
  assert.equal(all(late, "attention/resolved").length, 1);
});

test("STO-08 APR-05 a pending approval outlives the host: same id, same time, no second notification, and it can be answered", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  await agent.tell(`permission ${Touch}`);
  const { request, notify } = await requested(client, agent.id);
  assert.equal(notify, true);
  process.kill(home.hostPid(), "SIGKILL");
  await client.ended();

  const next = await home.connect();
  await next.waitForSession(agent.id, isUp);
  const { requests } = await next.request("attention/list", {});
  await next.request("terminal/input", { sessionId: agent.id, data: Buffer.from(`:again ${Touch}\r:say it is told again\r`).toString("base64") });
  await eventually("the agent to go on", async () => (await textOf(next, agent.id)).includes("it is told again"));

  assert.deepEqual(requests, [request]);
  assert.deepEqual((await next.request("attention/list", {})).requests, [request]);
  const { session } = await next.request("session/get", { sessionId: agent.id });
  assert.equal(session.activity, "needsApproval");
  await next.request("attention/respond", { sessionId: agent.id, requestId: request.requestId, decision: "allow" });
  await resolved(next, request.requestId);
  await eventually("the agent to take the answer", async () => (await textOf(next, agent.id)).includes("<allowed>"));
  assert.deepEqual(all(next, "attention/requested"), []);
});

test("STO-08 an approval that was answered in the terminal before the host was killed does not come back", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  await agent.tell(`permission ${Touch}`);
  const { request } = await requested(client, agent.id);
  await agent.shows("1. Yes");
  await client.request("terminal/input", { sessionId: agent.id, data: Buffer.from(`1`).toString("base64") });
  await agent.shows("<allowed>");
  await resolved(client, request.requestId);
  process.kill(home.hostPid(), "SIGKILL");
  await client.ended();

  const next = await home.connect();
  await next.waitForSession(agent.id, isUp);
  assert.deepEqual((await next.request("attention/list", {})).requests, []);
  assert.equal((await next.waitForSession(agent.id, ({ activity }) => activity === "working")).attention.count, 0);
});

test("MUL-03 the crash of the client that was to notify changes nothing for the others", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const crashing = await home.connect();
  await agent.tell(`permission ${Touch}`, crashing);
  const { request } = await requested(client, agent.id);
  crashing.kill();
  await crashing.ended();

  assert.deepEqual((await client.request("attention/list", {})).requests, [request]);
  await client.request("attention/respond", { sessionId: agent.id, requestId: request.requestId, decision: "deny" });
  assert.equal((await resolved(client, request.requestId)).outcome, "answered");
  await agent.shows("<denied>");
});

test("ATT-12 a flood of reports and notifications tells a session at most once in 50 ms and ends with the truth", Limit, async t => {
  const { client, agent } = await setUp(t);
  const from = client.position;
  const begun = performance.now();
  await agent.tell("flood");
  await agent.tell(`permission ${Touch}`);
  const { request } = await requested(client, agent.id, ...all(client, "attention/requested").filter(each => each.request.kind === "notice").map(each => each.request.requestId));
  const session = await client.waitForSession(agent.id, ({ activity }) => activity === "needsApproval");
  const tookMs = performance.now() - begun;

  const changes = client.notifications.slice(from).filter(({ method }) => method === "sessions/changed").length;
  assert.ok(changes <= tookMs / 50 + 2, `${changes} changes in ${tookMs} ms`);
  const { requests } = await client.request("attention/list", {});
  assert.deepEqual(requests.filter(({ kind }) => kind === "approval").map(({ title }) => title), [Touch]);
  assert.ok(session.attention.count >= 1 && request !== undefined);
});

async function setUp(t, agent = "claude") {
  const home = homeWithReportingAgents(t, "claude", "codex", "gemini");
  const client = await home.connect({ clientInfo: { name: "First", version: "1" } });
  return { home, client, agent: await startReporting(client, home, agent) };
}

/** The next request of a session that is none of those known. */
const requested = (client, sessionId, ...known) =>
  client.waitFor("attention/requested", ({ request }) => request.sessionId === sessionId && !known.includes(request.requestId));

const resolved = (client, requestId) => client.waitFor("attention/resolved", each => each.requestId === requestId);

const all = (client, method) => client.notifications.filter(each => each.method === method).map(({ params }) => params);
