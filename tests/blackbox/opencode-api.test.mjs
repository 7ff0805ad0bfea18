import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeWithAgents, install } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded } from "./support/sessions.mjs";

const AlreadyResolved = 1302;
const LimitReached = 1601;

/**
 * Serves as much of OpenCode's API as is used, and does as it is told, a line a command: what it asks and does comes by the
 * API alone. What it is answered it prints.
 */
const ServesApi = `
const { createServer } = require("node:http");
const value = flag => process.argv[process.argv.indexOf(flag) + 1];
const credentials = "Basic " + Buffer.from("opencode:" + process.env.OPENCODE_SERVER_PASSWORD).toString("base64");
const own = "ses_own00000";
let server, status = "busy", streams = [], dialogs = new Map(), isDeaf = false;
const tell = (type, properties) => streams.forEach(stream => stream.write("data: " + JSON.stringify({ type, properties }) + "\\n\\n"));
const is = type => { status = type; tell("session.status", { sessionID: own, status: { type } }); };
const settle = (id, reply) => { dialogs.delete(id); tell("permission.replied", { sessionID: own, requestID: id, reply }); };
const lists = {
  "/permission": () => [...dialogs.values()], "/question": () => [], "/session/status": () => status === "idle" ? {} : { [own]: { type: status } }, ["/session/" + own]: () => ({ id: own }),
};
const open = () => server = createServer(async (request, response) => {
  const answer = (code, body) => response.writeHead(code).end(JSON.stringify(body));
  if (request.headers.authorization !== credentials) return answer(401);
  if (request.url === "/event") {
    streams.push(response);
    return response.write('data: {"type":"server.connected","properties":{}}\\n\\n');
  }
  if (request.method !== "POST") return lists[request.url] ? answer(200, lists[request.url]()) : answer(404, {});
  const id = request.url.split("/")[2];
  let body = "";
  for await (const part of request) body += part;
  if (isDeaf) return request.destroy();
  if (!dialogs.has(id)) return answer(404, { _tag: "PermissionNotFoundError" });
  console.log("<" + id + " " + JSON.parse(body).reply + ">");
  settle(id, JSON.parse(body).reply);
  answer(200, true);
}).listen(Number(value("--port")), value("--hostname"), () => console.log("listens"));
const close = () => { streams = []; server.closeAllConnections(); server.close(); };
const does = {
  ask: id => { const dialog = { id, sessionID: own, permission: "bash", patterns: [], metadata: { command: "touch " + id } }; dialogs.set(id, dialog); tell("permission.asked", dialog); },
  answer: id => settle(id, "once"),
  forget: id => dialogs.delete(id),
  busy: () => is("busy"),
  idle: () => is("idle"),
  deaf: () => { isDeaf = true; },
  close, open,
};
open();
require("node:readline").createInterface({ input: process.stdin }).on("line", line => {
  const [word, ...words] = line.split(" ");
  does[word](...words);
  console.log("did " + line);
});
`;

test("APR-03 what opencode asks by its API is asked in the lane, and answered there by its id", Limit, async t => {
  const { client, agent } = await setUp(t);

  await agent.tell("ask per_1");
  const request = await requested(client);
  const asking = await client.waitForSession(agent.id, ({ activity }) => activity === "needsApproval");
  await client.request("attention/respond", { sessionId: agent.id, requestId: request.requestId, decision: "deny" });
  await agent.shows("<per_1 reject>");
  await client.waitForSession(agent.id, ({ activity }) => activity === "working");
  await agent.tell("ask per_2");
  const second = await requested(client, request.requestId);
  await client.request("attention/respond", { sessionId: agent.id, requestId: second.requestId, decision: "allow" });
  await agent.shows("<per_2 once>");

  assert.deepEqual([asking.confidence, asking.attention.count, request.title], ["protocol", 1, "bash: touch per_1"]);
  assert.deepEqual(request.options.map(({ id }) => id), ["allow", "deny"]);
  assert.equal((await resolved(client, request)).outcome, "answered");
});

test("APR-09 a dialog of opencode's that is answered in its terminal is withdrawn, and later answers are refused", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell("ask per_1");
  const first = await requested(client);

  await agent.tell("answer per_1");
  assert.equal((await resolved(client, first)).outcome, "withdrawn");
  await assert.rejects(respond(client, agent, first), { code: AlreadyResolved });

  await agent.tell("ask per_2");
  const second = await requested(client, first.requestId);
  // Gone, and nobody was told.
  await agent.tell("forget per_2");
  await assert.rejects(respond(client, agent, second), { code: AlreadyResolved });
  assert.equal((await resolved(client, second)).outcome, "withdrawn");
});

test("an answer that opencode does not take is refused, and the request stays", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell("ask per_1");
  const request = await requested(client);
  await agent.tell("deaf");

  await assert.rejects(respond(client, agent, request), { code: LimitReached });

  assert.deepEqual((await client.request("attention/list", {})).requests.map(({ requestId }) => requestId), [request.requestId]);
});

test("APR-05 a dialog of opencode's that is open while the host dies is the same request in the next one, and can be answered", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  await agent.tell("ask per_1");
  const request = await requested(client);
  await client.waitForSession(agent.id, ({ activity }) => activity === "needsApproval");

  process.kill((await client.request("host/status")).pid, "SIGKILL");
  const next = await home.connect();
  await eventually("the request to be taken", () => respond(next, agent, request).then(() => true, error => {
    if (error.code !== LimitReached) throw error;
    return false;
  }));

  const working = await next.waitForSession(agent.id, ({ activity }) => activity === "working");
  assert.deepEqual([working.confidence, working.attention.count], ["protocol", 0]);
  assert.match(await agent.text(next), /<per_1 once>/);
});

test("what opencode asks and ends while no host runs is known to the next one", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  await agent.tell("ask per_1");
  const request = await requested(client);
  const { pid } = await client.request("host/status");
  const { detail } = await client.request("session/get", { sessionId: agent.id });

  // It goes on while no host listens.
  process.kill(detail.pid, "SIGSTOP");
  for (const line of ["answer per_1", "ask per_2"]) await agent.type(line);
  process.kill(pid, "SIGKILL");
  process.kill(detail.pid, "SIGCONT");
  const next = await home.connect();

  await eventually("the other request", async () => {
    const { requests } = await next.request("attention/list", {});
    return requests.length === 1 && requests[0].title === "bash: touch per_2" && requests[0].requestId !== request.requestId;
  });
});

test("a connection that is lost and cannot be had again leaves no request, until it is there again", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell("ask per_1");
  const first = await requested(client);

  await agent.tell("close");
  assert.equal((await resolved(client, first)).outcome, "withdrawn");
  const lost = await client.waitForSession(agent.id, ({ activity }) => activity === "unknown");
  await agent.tell("open");
  const again = await requested(client, first.requestId);

  assert.deepEqual([lost.confidence, lost.attention.count, again.title], ["none", 0, "bash: touch per_1"]);
});

test("how opencode's API is reached stands in a file of the user's alone, in no record, and goes with its session", Limit, async t => {
  const { home, client, agent } = await setUp(t);
  const file = join(home.state, "hooks", `${agent.id}.api.json`);
  const { port, password } = JSON.parse(readFileSync(file, "utf8"));

  const { detail } = await client.request("session/get", { sessionId: agent.id });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!detail.command.includes(String(port)));
  assert.ok(home.processes().every(({ command }) => !command.join(" ").includes(password)));
  for (const entry of readdirSync(home.state, { recursive: true, withFileTypes: true }).filter(each => each.isFile() && join(each.parentPath, each.name) !== file))
    assert.ok(!readFileSync(join(entry.parentPath, entry.name)).includes(password), entry.name);

  await client.request("session/stop", { sessionId: agent.id, force: true });
  await client.waitForSession(agent.id, isEnded);
  await client.request("session/delete", { sessionId: agent.id });
  await eventually("the file to be gone", () => !existsSync(file));
});

test("a port that the user gives opencode stays alone", Limit, async t => {
  const home = homeWithAgents(t, { opencode: `for argument; do printf '<%s>\\n' "$argument"; done; echo "<\${OPENCODE_SERVER_PASSWORD-none}>"; exec sleep 100` });
  const client = await home.connect();
  const { session: { id } } = await client.request("session/create", { agent: "opencode", cwd: home.work, args: ["--port", "1"] });
  const text = async () => (await client.request("terminal/snapshot", { sessionId: id, format: "text" })).data;
  await eventually("its arguments", async () => (await text()).includes("<none>"));

  assert.equal((await text()).match(/<--port>/g).length, 1);
});

async function setUp(t) {
  const home = homeWithAgents(t, {});
  install(home, "opencode", ServesApi, process.execPath);
  const client = await home.connect();
  const { session } = await client.request("session/create", { agent: "opencode", cwd: home.work, env: { XDG_DATA_HOME: home.root } });
  const sessionId = session.id;
  const text = async (by = client) => (await by.request("terminal/snapshot", { sessionId, format: "text" })).data;
  const shows = what => eventually(`the terminal to show ${what}`, async () => (await text()).includes(what));
  const type = line => client.request("terminal/input", { sessionId, data: Buffer.from(`${line}\r`).toString("base64") });
  const tell = async line => {
    await type(line);
    await shows(`did ${line}`);
  };
  await shows("listens");
  await client.waitForSession(sessionId, ({ activity, confidence }) => activity === "working" && confidence === "protocol");
  return { home, client, agent: { id: sessionId, tell, type, shows, text } };
}

const requested = async (client, ...known) =>
  (await client.waitFor("attention/requested", ({ request }) => !known.includes(request.requestId))).request;

const resolved = (client, { requestId }) => client.waitFor("attention/resolved", each => each.requestId === requestId);

const respond = (client, { id }, { requestId }) => client.request("attention/respond", { sessionId: id, requestId, decision: "allow" });
