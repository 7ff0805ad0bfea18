// Transcripts of codex as its program writes them, and a script that keeps one open as that program does.

import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isEnded, isUp } from "./sessions.mjs";

/** Shows its arguments, then keeps the rollout of its environment open, if there is one, until it is ended. */
export const KeepsRollout =
  `for argument; do printf '<%s>\\n' "$argument"; done; echo ready; if [ -n "$ROLLOUT" ]; then exec 3>>"$ROLLOUT"; fi; exec cat`;

/** What the program tells of itself in the first line: some 20 KiB. */
const Instructions = "You are Codex, a coding agent. ".repeat(700);

/** One conversation's file, and how to write more of it. Every turn takes the same tokens. */
export class Rollout {
  static Turn = { input_tokens: 12_000, cached_input_tokens: 10_000, cache_write_input_tokens: 0, output_tokens: 300, reasoning_output_tokens: 100 };

  id;
  path;
  turns = 0;

  #codexHome;
  #ordinal = 0;

  /** A conversation that begins in a folder; nothing but its first line is in the file. */
  constructor(codexHome, folder, beganAt = new Date()) {
    this.#codexHome = codexHome;
    this.id = idOf(beganAt);
    const time = beganAt.toISOString();
    const name = `rollout-${time.slice(0, 19).replaceAll(":", "-")}-${this.id}.jsonl`;
    this.path = join(codexHome, "sessions", ...time.slice(0, 10).split("-"), name);
    mkdirSync(dirname(this.path), { recursive: true });
    this.append(this.line("session_meta", {
      session_id: this.id, id: this.id, timestamp: time, cwd: folder, originator: "codex-tui", cli_version: "0.169.0", source: "cli",
      model_provider: "openai", base_instructions: { text: Instructions },
    }));
  }

  /** What makes the script keep this file open. */
  get env() {
    return { CODEX_HOME: this.#codexHome, ROLLOUT: this.path };
  }

  /** What a session's `usage` counts of the turns up to now. */
  get inputTokens() {
    return this.turns * Rollout.Turn.input_tokens;
  }

  /** Adds whole lines, in one write as the program does. */
  append(...lines) {
    appendFileSync(this.path, lines.join("\n") + "\n");
  }

  /** Adds a turn. */
  addTurn(prompt = "please go on", answer = "Done.") {
    this.append(...this.turn(prompt, answer));
  }

  /** The lines of one more turn. */
  turn(prompt = "please go on", answer = "Done.") {
    const event = payload => this.line("event_msg", payload);
    const item = (type, text) => event({ type: "item_completed", item: { type, content: [{ type: "text", text }] } });
    const turn_id = `turn-${this.#ordinal}`;
    return [
      event({ type: "task_started", turn_id, model_context_window: 258_400 }),
      this.line("turn_context", { turn_id, cwd: "/work", approval_policy: "on-request", model: "gpt-5.5" }),
      this.copy(prompt),
      item("UserMessage", prompt),
      item("AgentMessage", answer),
      this.copy(answer),
      this.totals(),
      event({ type: "task_complete", turn_id, last_agent_message: answer, duration_ms: 218 }),
    ];
  }

  /** What was sent to the model, or came from it: says nothing that is read. */
  copy(text) {
    return this.line("response_item", { type: "message", role: "user", content: [{ type: "input_text", text }] });
  }

  /** The running totals behind one more request. */
  totals() {
    this.turns++;
    const total = Object.fromEntries(Object.entries(Rollout.Turn).map(([name, tokens]) => [name, tokens * this.turns]));
    const last = { ...Rollout.Turn, total_tokens: Rollout.Turn.input_tokens + Rollout.Turn.output_tokens };
    return this.line("event_msg", { type: "token_count", info: { total_token_usage: total, last_token_usage: last, model_context_window: 258_400 } });
  }

  line(type, payload) {
    return JSON.stringify({ timestamp: new Date().toISOString(), ordinal: this.#ordinal++, type, payload });
  }
}

/** Starts a session whose program keeps this rollout open. */
export async function startWithRollout(client, rollout, cwd, more = {}) {
  const { session } = await client.request("session/create", { agent: "codex", cwd, env: rollout.env, ...more });
  await client.waitForSession(session.id, isUp);
  return session.id;
}

/** Waits until a session counts every turn of its rollout. */
export const countsAll = (client, sessionId, rollout) => client.waitForSession(
  sessionId, ({ usage }) => usage?.inputTokens === rollout.inputTokens, `usage of ${rollout.turns} turns`);

export async function stopAndWait(client, sessionId) {
  await client.request("session/stop", { sessionId, force: true });
  return client.waitForSession(sessionId, isEnded);
}

/**
 * Resolves when everything that was to be read before now has been: readings of one session are apart by more than any
 * other has to wait, so that behind the second of a new session no earlier one is left.
 */
export async function allIsRead(client, home, codexHome) {
  const rollout = new Rollout(codexHome, home.root);
  const id = await startWithRollout(client, rollout, home.root);
  for (let reading = 0; reading < 3; reading++) {
    rollout.addTurn();
    await countsAll(client, id, rollout);
  }
  await stopAndWait(client, id);
}

/** An id as codex makes them: its first 48 bits are the milliseconds of its time (UUID version 7). */
function idOf(time) {
  const hex = time.getTime().toString(16).padStart(12, "0") + "7" + randomBytes(10).toString("hex").slice(0, 3) + "8" + randomBytes(8).toString("hex").slice(0, 15);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
