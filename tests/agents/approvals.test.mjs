import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please make the file";
const Second = "please make the other file";

/** How each program is asked to ask, what stands on its dialog, and how its model wants a file made. */
const Wishes = {
  claude: { permissionMode: "manual", dialog: /1\. Yes/, tool: file => ({ name: "Bash", input: { command: `touch ${file}`, description: "Make a file" } }) },
  codex: {
    permissionMode: "workspace-write",
    dialog: /\(y\)/,
    tool: file => ({ name: "exec_command", input: { cmd: `touch ${file}`, sandbox_permissions: "require_escalated", justification: "It makes a file." } }),
  },
  opencode: {
    env: { OPENCODE_PERMISSION: JSON.stringify({ bash: "ask" }) },
    dialog: /Permission required/,
    tool: file => ({ name: "bash", input: { command: `touch ${file}`, description: "Make a file" } }),
  },
};

/** What is said of what is asked for, by those that say it. */
const Titles = { claude: /^(?:approve )?Bash: .*touch first.txt/, opencode: /^bash: touch first.txt$/ };

for (const program of programs.filter(({ agent }) => Wishes[agent])) {
  const { binFolders, unavailable } = await provide(program);
  const options = { ...Limit, timeout: 2 * Limit.timeout, skip: unavailable ?? false };

  test(`APR-02 AGT-13 ${program.agent} runs its tool when it is allowed from the lane, the moment it asks, and again for the next one`, options, async t => {
    const session = await start(t, program, binFolders);

    const request = await session.requested();
    assert.equal((await session.waitFor(({ activity }) => activity === "needsApproval")).attention.requestId, request.requestId);
    await session.respond(request, { decision: "allow" });
    await exists(session, "first.txt");
    await session.waitFor(({ activity }) => activity === "idle");
    await session.screen.waitForSilence(500, AbortSignal.timeout(Limit.timeout));
    await session.paste(Second);
    const second = await session.requested(request.requestId);
    await session.respond(second, { decision: "allow" });
    await exists(session, "second.txt");
    const idle = await session.waitFor(({ activity }) => activity === "idle");

    assert.equal(request.kind, "approval");
    assert.deepEqual(request.options.map(({ id }) => id), ["allow", "deny"]);
    if (Titles[program.agent]) assert.match(request.title, Titles[program.agent]);
    assert.equal((await session.resolved(request)).outcome, "answered");
    assert.equal(idle.confidence, program.agent === "opencode" ? "protocol" : "hook");
    assert.equal(idle.attention.count, 0);
    assert.ok(session.activities.includes("working"));
  });

  test(`APR-02 ${program.agent} does not run its tool when it is denied from the lane`, options, async t => {
    const session = await start(t, program, binFolders);

    const request = await session.requested();
    await session.respond(request, { decision: "deny" });
    await session.waitFor(({ activity }) => activity === "idle");

    assert.equal((await session.resolved(request)).outcome, "answered");
    await session.screen.waitForSilence(500, AbortSignal.timeout(Limit.timeout));
    assert.ok(!existsSync(join(session.home.work, "first.txt")));
    await session.stop();
    assert.ok(!existsSync(join(session.home.work, "first.txt")));
  });

  if (program.agent === "claude") {
    test("APR-02 claude is told why its tool is denied, through its hook", options, async t => {
      const session = await start(t, program, binFolders);

      const request = await session.requestedWith(({ options: known }) => known.some(({ takesNote }) => takesNote));
      await session.respond(request, { decision: "deny", note: "Please use make instead." });
      await session.waitFor(({ activity }) => activity === "idle");

      assert.match(JSON.stringify(session.model.requests.at(-1).newestToolResults), /Please use make instead/);
    });
  }

  test(`APR-09 ${program.agent}'s question that is answered in its terminal is withdrawn`, options, async t => {
    const session = await start(t, program, binFolders);

    const request = await session.requested();
    await session.screen.waitForText(Wishes[program.agent].dialog, AbortSignal.timeout(Limit.timeout));
    await session.screen.waitForSilence(300, AbortSignal.timeout(Limit.timeout));
    await session.type("\r");

    assert.equal((await session.resolved(request)).outcome, "withdrawn");
    await exists(session, "first.txt");
  });
}

function exists({ home, screen }, file) {
  return eventually(`the file ${file}`, () => existsSync(join(home.work, file)))
    .catch(error => { throw new Error(`${error.message}; the screen shows:\n${screen.text()}`); });
}

async function start(t, program, binFolders) {
  const { permissionMode, env, tool } = Wishes[program.agent];
  const session = await AgentSession.start(t, program, binFolders, { permissionMode, env });
  session.model.useTool(Prompt, tool("first.txt"), "Made.");
  session.model.useTool(Second, tool("second.txt"), "Made.");
  await session.waitUntilReady(program);
  await session.paste(Prompt);
  return session;
}
