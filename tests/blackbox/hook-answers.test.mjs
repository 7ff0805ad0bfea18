import assert from "node:assert/strict";
import { test } from "node:test";
import { homeWithAgents, install } from "./support/fake-agents.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { isEnded } from "./support/sessions.mjs";

const InvalidParams = -32602;
const IllegalTransition = 1003;
const LimitReached = 1601;

/**
 * Asks as claude does: by the hook that its settings give it, which it never ends. Each line that is typed is a command;
 * what a hook says it prints behind the hook's name, and every key that no command is.
 */
const AsksByHook = `
const { spawn } = require("node:child_process");
const { hooks } = JSON.parse(process.argv[process.argv.indexOf("--settings") + 1]);
const running = new Map();
const does = {
  ask: ({ name, tool, input }) => {
    const hook = spawn(hooks.PermissionRequest[0].hooks[0].command, { shell: true, detached: true });
    running.set(name, hook);
    let said = "";
    hook.stdout.on("data", bytes => { said += bytes; });
    hook.on("close", code => console.log("<" + name + " " + code + " " + (said && JSON.stringify(JSON.parse(said).hookSpecificOutput.decision)) + ">"));
    hook.stdin.end(JSON.stringify({ hook_event_name: "PermissionRequest", tool_name: tool, tool_input: input }));
  },
  kill: name => process.kill(-running.get(name).pid, "SIGKILL"),
  report: ([state, kind, words]) => process.stdout.write("\\x1b]7501;state=" + state + (kind ? ":kind=" + kind + ":msg=" + Buffer.from(words).toString("base64") : "") + "\\x07"),
};
require("node:readline").createInterface({ input: process.stdin }).on("line", line => {
  if (!line.startsWith("{")) return console.log("<typed " + JSON.stringify(line) + ">");
  for (const [word, value] of Object.entries(JSON.parse(line))) does[word](value);
});
process.stdout.write("\\x1b[?2004hready\\n");
`;

const Touch = { name: "one", tool: "Bash", input: { command: "touch x.txt", timeout: 5 } };
const Blocked = { report: ["blocked", "permission", "approve Bash: touch x.txt"] };

test("APR-02 APR-03 what claude's hook asks is answered through it, and nothing is typed", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell({ ask: Touch });

  const request = await agent.requested();
  const { requestId, createdAt, ...shown } = request;
  assert.deepEqual(shown, {
    sessionId: agent.id, kind: "approval", title: "Bash: touch x.txt", body: "timeout: 5",
    options: [{ id: "allow", label: "Allow" }, { id: "deny", label: "Deny", takesNote: true }],
  });
  const session = await client.waitForSession(agent.id, ({ activity }) => activity === "needsApproval");
  assert.deepEqual([session.confidence, session.attention.requestId], ["hook", requestId]);
  await agent.respond(request, { decision: "allow" });

  assert.equal((await agent.resolved(request)).outcome, "answered");
  await agent.shows('<one 0 {"behavior":"allow"}>');
  await client.waitForSession(agent.id, ({ activity, attention }) => activity === "working" && attention.count === 0);
  assert.doesNotMatch(await agent.text(), /<typed/);
});

test("APR-02 a denial takes a note for the agent, and nothing else takes one", Limit, async t => {
  const { agent } = await setUp(t);
  await agent.tell({ ask: Touch });
  const request = await agent.requested();

  await agent.refuses(request, { decision: "allow", note: "be quick" }, IllegalTransition);
  await agent.refuses(request, { answers: ["yes"] }, IllegalTransition);
  await agent.refuses(request, { decision: "maybe" }, InvalidParams);
  await agent.refuses(request, { decision: "deny", note: "x".repeat(4001) }, LimitReached);
  await agent.respond(request, { decision: "deny", note: 'use "make"' });

  await agent.shows('<one 0 {"behavior":"deny","message":"use \\"make\\""}>');
});

test("APR-02 questions are shown with their options, and answered each with one answer", Limit, async t => {
  const { client, agent } = await setUp(t);
  const questions = [
    { question: "Which colour?", header: "Colour", multiSelect: true, options: [{ label: "Red", description: "like fire" }, { label: "Blue" }] },
    { question: "How many?", options: [] },
  ];
  await agent.tell({ ask: { name: "one", tool: "AskUserQuestion", input: { questions } } });

  const request = await agent.requested();
  assert.deepEqual([request.kind, request.title, request.options], ["question", "Which colour? How many?", undefined]);
  assert.deepEqual(request.questions, [
    { text: "Which colour?", header: "Colour", multiSelect: true, options: [{ label: "Red", description: "like fire" }, { label: "Blue" }] },
    { text: "How many?", options: [] },
  ]);
  await client.waitForSession(agent.id, ({ activity }) => activity === "needsAnswer");
  await agent.refuses(request, { answers: ["Red"] }, InvalidParams);
  await agent.refuses(request, { answers: ["Red", ""] }, InvalidParams);
  await agent.refuses(request, { decision: "allow" }, InvalidParams);
  await agent.refuses(request, { answers: ["Red", "3"], note: "please" }, InvalidParams);
  await agent.respond(request, { answers: ["Red, Blue", "3"] });

  const answers = { "Which colour?": "Red, Blue", "How many?": "3" };
  await agent.shows(`<one 0 ${JSON.stringify({ behavior: "allow", updatedInput: { questions, answers } })}>`);
});

test("APR-02 of dialogs that are asked together each is answered by its own hook", Limit, async t => {
  const { agent } = await setUp(t);
  await agent.tell({ ask: Touch });
  const first = await agent.requested();
  await agent.tell({ ask: { name: "two", tool: "Write", input: { file_path: "y.txt", content: "y" } } });

  await agent.respond(first, { decision: "deny" });
  const second = await agent.requested(first);
  await agent.respond(second, { decision: "allow" });

  assert.deepEqual([first.title, second.title], ["Bash: touch x.txt", "Write: y.txt"]);
  await agent.shows('<one 0 {"behavior":"deny"}>');
  await agent.shows('<two 0 {"behavior":"allow"}>');
});

test("APR-03 APR-09 a dialog that is reported and asked is one request, and its hook ends without a word when it was answered in the terminal", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell({ report: ["working"] });
  await client.waitForSession(agent.id, ({ activity }) => activity === "working");
  await agent.tell({ ...Blocked, ask: Touch });
  const whole = await agent.requestedWhole();
  const [{ params: { request } }] = client.notifications.filter(({ method }) => method === "attention/requested");

  await agent.tell({ report: ["working"] });

  assert.equal((await agent.resolved(request)).outcome, "withdrawn");
  await agent.shows("<one 0 >");
  assert.equal(whole.body, "timeout: 5");
  assert.deepEqual([whole.requestId, whole.title, whole.createdAt, whole.options[1].takesNote], [request.requestId, "approve Bash: touch x.txt", request.createdAt, true]);
  assert.deepEqual(client.notifications.filter(({ method, params }) => method === "attention/requested" && params.notify === true).length, 1);
});

test("APR-01 APR-02 a dialog whose hook never comes is asked about all the same", Limit, async t => {
  const { agent } = await setUp(t);
  await agent.tell(Blocked);

  const request = await agent.requested();

  assert.deepEqual([request.title, request.options.map(({ id }) => id)], ["approve Bash: touch x.txt", ["allow", "deny"]]);
});

test("APR-06 the request of a hook that is gone is withdrawn, and so is that of a program that ends", Limit, async t => {
  const { client, agent } = await setUp(t);
  await agent.tell({ ask: Touch });
  const request = await agent.requested();
  await agent.tell({ kill: "one" });
  assert.equal((await agent.resolved(request)).outcome, "withdrawn");

  await agent.tell({ ask: { ...Touch, name: "two" } });
  const next = await agent.requested(request);
  await client.request("session/stop", { sessionId: agent.id, force: true });

  assert.equal((await agent.resolved(next)).outcome, "withdrawn");
  await client.waitForSession(agent.id, isEnded);
});

test("AGT-12 APR-05 a hook whose host is killed ends without a word, and its dialog stays the same request, answered by keys", Limit, async t => {
  const { home, agent } = await setUp(t);
  await agent.tell({ ...Blocked, ask: Touch });
  const asked = await agent.requestedWhole();

  for (const pid of home.serversAs("host").map(({ pid }) => pid)) process.kill(pid, "SIGKILL");
  const later = await home.connect();

  const [request] = await eventually("the dialog to be asked about", async () => {
    const { requests } = await later.request("attention/list", {});
    return requests.length === 1 && requests[0].body === undefined && requests;
  });
  assert.deepEqual([request.sessionId, request.requestId, request.createdAt], [agent.id, asked.requestId, asked.createdAt]);
  await eventually("the hook to end", async () => (await textOf(later, agent.id)).includes("<one 0 >"));
});

async function setUp(t) {
  const home = homeWithAgents(t, {});
  install(home, "claude", AsksByHook, process.execPath);
  const client = await home.connect();
  const { session: { id } } = await client.request("session/create", { agent: "claude", cwd: home.work, env: { CLAUDE_CONFIG_DIR: home.root } });
  const text = () => textOf(client, id);
  const shows = wanted => eventually(`the terminal to show ${wanted}`, async () => (await text()).replaceAll("\n", "").includes(wanted));
  await shows("ready");
  const respond = ({ requestId }, answer) => client.request("attention/respond", { sessionId: id, requestId, ...answer });
  const agent = {
    id, text, shows, respond,
    tell: command => client.request("terminal/input", { sessionId: id, data: Buffer.from(`${JSON.stringify(command)}\r`).toString("base64") }),
    requested: async (...known) =>
      (await client.waitFor("attention/requested", ({ request }) => !known.some(({ requestId }) => requestId === request.requestId))).request,
    // Told at once, or told again when the hook asks.
    requestedWhole: async () => (await client.waitFor("attention/requested", ({ request }) => request.body !== undefined)).request,
    resolved: ({ requestId }) => client.waitFor("attention/resolved", each => each.requestId === requestId),
    refuses: (request, answer, code) => assert.rejects(respond(request, answer), error => error.code === code || assert.fail(`${error.code}: ${error.message}`)),
  };
  return { home, client, agent };
}

const textOf = async (client, sessionId) => (await client.request("terminal/snapshot", { sessionId, format: "text" })).data;
