// Every prompt that was written, what the server said of it, and what the agents noted that they were asked.

import { existsSync, readFileSync } from "node:fs";

/**
 * Whether an accepted prompt that neither was executed nor is queued has to be told to the user, and one that was half
 * typed when the host was killed may not become part of the next one.
 */
export const LostPromptsAreTold = true;

/**
 * A prompt is `unanswered` until a receipt came, `accepted` or `refused` after it, and `told` when the server has said
 * that it was not delivered.
 */
export class Ledger {
  #seed;
  #prompts = new Map();
  #journals = new Set();

  constructor(seed) {
    this.#seed = seed;
  }

  /** A new prompt for a session that notes in the file `journal` what it is asked. */
  write({ id: sessionId, journal }) {
    const clientMessageId = `crash-${this.#seed}-${this.#prompts.size}`;
    // Several lines, so that it is pasted, as it is into an agent.
    const prompt = { clientMessageId, sessionId, text: `prompt ${clientMessageId}\nof several lines`, state: "unanswered" };
    this.#prompts.set(prompt.text, prompt);
    this.#journals.add(journal);
    return prompt;
  }

  /** A receipt for a prompt: "duplicate" is right only when an earlier request may have been heard. */
  noteReceipt(prompt, receipt, isRetry) {
    if (receipt === "duplicate" && !isRetry) throw new Error(`${prompt.clientMessageId} was sent once and called a duplicate`);
    if (prompt.state === "accepted" && receipt !== "duplicate") throw new Error(`${prompt.clientMessageId} was taken twice: the second time it was ${receipt}`);
    if (prompt.state === "unanswered") prompt.state = "accepted";
  }

  noteRefusal(prompt, error) {
    if (prompt.state === "accepted") throw new Error(`${prompt.clientMessageId} was accepted, and refused when it was sent again: ${error.message}`);
    Object.assign(prompt, { state: "refused", refusal: error.message });
  }

  noteTold(prompt) {
    prompt.state = "told";
  }

  /** Fails when something was executed twice, or that nobody wrote, or that was refused. */
  check() {
    for (const [text, count] of this.#executions()) {
      const prompt = this.#prompts.get(text);
      if (prompt === undefined && this.#isRunTogether(text)) {
        if (LostPromptsAreTold) throw new Error(`several prompts were submitted as one: ${JSON.stringify(text)}`);
        continue;
      }

      if (prompt === undefined) throw new Error(`an agent was asked what nobody wrote: ${JSON.stringify(text)}`);
      if (count > 1) throw new Error(`${prompt.clientMessageId} was executed ${count} times`);
      if (prompt.state === "refused") throw new Error(`${prompt.clientMessageId} was executed though it was refused: ${prompt.refusal}`);
    }
  }

  /** Prompts that were accepted and of which nothing has been heard since. */
  get unheard() {
    const executions = this.#executions();
    return [...this.#prompts.values()].filter(({ text, state }) => state === "accepted" && !executions.has(text));
  }

  get counts() {
    const counts = { written: this.#prompts.size, executed: this.#executions().size, unheard: this.unheard.length };
    for (const { state } of this.#prompts.values()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  // One that was pasted and not submitted, because the host was killed between the two, stands in the composer until
  // the next one is submitted with it.
  #isRunTogether(text) {
    return [...this.#prompts.keys()].reduce((rest, written) => rest.replace(written, ""), text) === "";
  }

  #executions() {
    const executions = new Map();
    for (const journal of this.#journals) {
      for (const text of promptsIn(journal)) executions.set(text, (executions.get(text) ?? 0) + 1);
    }
    return executions;
  }
}

function promptsIn(journal) {
  if (!existsSync(journal)) return [];
  // The last line may be about to be written.
  return readFileSync(journal, "utf8").split("\n").slice(0, -1).map(line => JSON.parse(line));
}
