import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Limit } from "../blackbox/support/limits.mjs";
import { AgentSession } from "./support/agent-session.mjs";
import { programs, provide } from "./support/programs.mjs";

const Prompt = "please say the number of the day";
const answers = { [Prompt]: "The number of the day is FORTY-TWO." };
const AsksForTrust = "Asks whether to trust this folder";

/** How each program is made to ask whether it may trust its folder, what then stands on its screen, and how a person says yes. */
const Trust = {
  claude: {
    forget: ({ CLAUDE_CONFIG_DIR }) => editJson(join(CLAUDE_CONFIG_DIR, ".claude.json"), configuration => { delete configuration.projects; }),
    asks: /Yes, I trust this folder/,
    yes: ["\u001b[B", /❯ Yes, I trust this folder/, "\r"],
  },
  codex: {
    // Outside of a repository it does not ask.
    forget: ({ CODEX_HOME }, cwd) => {
      execFileSync("git", ["init", "--quiet"], { cwd });
      edit(join(CODEX_HOME, "config.toml"), text => text.replace(/\[projects[^]*?"trusted"\n/, ""));
    },
    asks: /Trust and continue/,
    yes: ["\r"],
    saved: ({ CODEX_HOME }) => readFileSync(join(CODEX_HOME, "config.toml"), "utf8"),
  },
  gemini: {
    forget: ({ GEMINI_CLI_HOME }) => writeFileSync(join(GEMINI_CLI_HOME, ".gemini", "trustedFolders.json"), "{}"),
    asks: /Do you trust the files/,
    yes: ["\r"],
    saved: ({ GEMINI_CLI_HOME }) => readFileSync(join(GEMINI_CLI_HOME, ".gemini", "trustedFolders.json"), "utf8"),
  },
  kimi: {
    forget: ({ KIMI_CODE_HOME }) => rmSync(join(KIMI_CODE_HOME, "workspace-trust"), { recursive: true }),
    asks: /Asked again next launch/,
    yes: ["\r"],
  },
  copilot: {
    forget: ({ COPILOT_HOME }) => rmSync(join(COPILOT_HOME, "config.json")),
    asks: /Do you trust the files/,
    yes: ["\r"],
    isAnswered: false,
  },
  qwen: {
    // It asks only where its settings say so.
    forget: ({ QWEN_HOME }) => editJson(join(QWEN_HOME, "settings.json"), settings => { settings.security.folderTrust = { enabled: true }; }),
    asks: /Do you trust this folder/,
    yes: ["\r"],
    isAnswered: false,
  },
};

/** Other dialogs, how each program is made to show it, and what its session then says. */
const Others = [
  ["claude", "Asks whether to use the API key of its environment", ({ CLAUDE_CONFIG_DIR }) =>
    editJson(join(CLAUDE_CONFIG_DIR, ".claude.json"), configuration => { delete configuration.customApiKeyResponses; })],
  ["codex", "Asks to sign in", ({ CODEX_HOME }) => writeFileSync(join(CODEX_HOME, "config.toml"), "check_for_update_on_startup = false\n[analytics]\nenabled = false\n")],
  ["codex", "Asks to review new or changed hooks", ({ CODEX_HOME }) =>
    edit(join(CODEX_HOME, "config.toml"), text => `${text}\n[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = "command"\ncommand = "true"\n`)],
  ["codex", "Asks whether to use a new model", ({ CODEX_HOME }) =>
    edit(join(CODEX_HOME, "config.toml"), text => text.replace(/\[notice.model_migrations\]\n.*\n/, ""))],
  ["gemini", "Asks to sign in", env => {
    editJson(join(env.GEMINI_CLI_HOME, ".gemini", "settings.json"), settings => { delete settings.security; });
    delete env.GEMINI_API_KEY;
  }],
  ["qwen", AsksForTrust, Trust.qwen.forget],
  ["qwen", "Asks to sign in", env => {
    editJson(join(env.QWEN_HOME, "settings.json"), settings => { delete settings.security; });
    delete env.OPENAI_API_KEY;
  }],
];

for (const program of programs.filter(({ agent }) => Trust[agent])) {
  const { forget, asks, yes, saved, isAnswered = true } = Trust[program.agent];
  const { binFolders, unavailable } = await provide(program);
  const options = { ...Limit, timeout: 2 * Limit.timeout, skip: unavailable ?? false };

  test(`${program.agent} in a folder that it does not know says that it asks for trust, and takes its prompt when it was answered`, options, async t => {
    const { session } = await start(t, program, binFolders, { change: forget });
    const receipt = await session.send(Prompt);

    const asking = await session.waitFor(waitsFor(AsksForTrust));
    await session.screen.waitForText(asks, AbortSignal.timeout(Limit.timeout));
    await session.screen.waitForSilence(1000, AbortSignal.timeout(Limit.timeout));
    const waiting = await session.waitFor(() => true);
    const turnsBefore = session.model.turns(Prompt).length;
    for (const step of yes) await (typeof step === "string" ? session.type(step) : session.screen.waitForText(step, AbortSignal.timeout(Limit.timeout)));
    await session.screen.waitForText(/FORTY-TWO/, AbortSignal.timeout(Limit.timeout));
    const after = await session.waitFor(({ queued, activity }) => queued === 0 && activity !== "needsAnswer");

    assert.match(receipt.receipt, /accepted|queued/);
    assert.deepEqual([asking.attention.count, asking.attention.kind, asking.attention.title], [1, "question", AsksForTrust]);
    assert.deepEqual([waiting.activity, waiting.queued, turnsBefore], ["needsAnswer", 1, 0]);
    assert.equal(session.model.turns(Prompt).length, 1);
    assert.deepEqual([after.activityDetail, after.attention.count], [undefined, 0]);
    assert.ok(!session.changes.some(({ activity, attention }) => activity === "needsApproval" || attention.kind === "approval"));
  });

  if (isAnswered) {
    test(`${program.agent} in a folder that the settings trust takes its prompt, and nobody touches anything`, options, async t => {
      const { session, env } = await start(t, program, binFolders, { change: forget, isTrusted: true });
      await session.send(Prompt);

      await session.screen.waitForText(/FORTY-TWO/, AbortSignal.timeout(Limit.timeout));
      const after = await session.waitFor(({ queued, activity }) => queued === 0 && activity !== "needsAnswer");

      assert.equal(session.model.turns(Prompt).length, 1);
      assert.equal(after.attention.count, 0);
      // Those that can be told at their start do not even ask, and remember nothing.
      if (saved) assert.ok(!session.changes.some(({ activity }) => activity === "needsAnswer"));
      if (saved) assert.doesNotMatch(saved(env), /trust/i);
    });
  }

}

for (const program of programs) {
  const { binFolders, unavailable } = await provide(program);
  const options = { ...Limit, timeout: 2 * Limit.timeout, skip: unavailable ?? false };

  for (const [, words, change] of Others.filter(([agent]) => agent === program.agent)) {
    test(`${program.agent} says what it waits for, and is not answered though its folder is trusted: ${words}`, options, async t => {
      const { session } = await start(t, program, binFolders, { change, isTrusted: true });

      await session.waitFor(waitsFor(words));
      await session.screen.waitForSilence(1000, AbortSignal.timeout(Limit.timeout));

      assert.ok(waitsFor(words)(await session.waitFor(() => true)));
    });
  }
}

// Functions, not constants: the first tests run while the programs of later ones are still being provided.
function waitsFor(words) {
  return ({ activity, activityDetail }) => activity === "needsAnswer" && activityDetail === words;
}

/** A session of the program after `change(env, cwd)` of its configuration, in a folder that the settings trust or not. */
async function start(t, program, binFolders, { change, isTrusted = false }) {
  let env;
  const prepare = async places => {
    env = await program.prepare(places);
    change(env, places.cwd);
    if (isTrusted) trust(places);
    return env;
  };
  const session = await AgentSession.start(t, { ...program, prepare }, binFolders, { answers });
  return { session, env };
}

function trust({ home, cwd }) {
  const state = join(dirname(home), "state");
  mkdirSync(state, { mode: 0o700 });
  writeFileSync(join(state, "settings.json"), JSON.stringify({ trustedFolders: [dirname(cwd)] }));
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function editJson(file, change) {
  edit(file, text => {
    const value = JSON.parse(text);
    change(value);
    return JSON.stringify(value);
  });
}
