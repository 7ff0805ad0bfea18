// A model endpoint that answers from a script, on a loopback port of its own, so that real agent programs run offline.

import { createServer } from "node:http";
import { anthropicMessages, anthropicTokenCount } from "./protocols/anthropic-messages.mjs";
import { chatCompletions } from "./protocols/chat-completions.mjs";
import { sendJson } from "./event-stream.mjs";
import { Gate } from "./gate.mjs";
import { geminiGenerate, geminiTokenCount } from "./protocols/gemini-generate.mjs";
import { openAiResponses } from "./protocols/openai-responses.mjs";
import { play } from "./playing.mjs";
import { isTurn, Script } from "./script.mjs";

/** Protocols whose requests are model turns, in the order they are tried. */
const Protocols = [openAiResponses, anthropicMessages, chatCompletions, geminiGenerate];

/** Requests that only count. */
const Counters = [anthropicTokenCount, geminiTokenCount];

/**
 * One running endpoint. `url` is its root without a trailing slash; agents that want `/v1` append it themselves.
 *
 * `requests` is the whole traffic in order of arrival: `{method, path, protocol?, body?, newestUserTexts,
 * newestToolResults}`.
 */
export class FakeModel {
  requests = [];

  // An agent that is stopped hangs up in the middle of a request: that ends this answer and nothing else.
  #server = createServer((request, response) => this.#serve(request, response).catch(error => response.destroy(error)));
  #script = new Script();
  #waiters = new Set();

  static async start() {
    const model = new FakeModel();
    await new Promise((resolve, reject) => model.#server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return model;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Has one prompt answered; of all that is said of a prompt, what was said last counts. */
  answer(prompt, text, usage) {
    this.script(prompt, { kind: "text", text, ...(usage && { usage }) });
  }

  /** Has one prompt answered with the use of a tool, `{name, input}`, and its result with `text`. */
  useTool(prompt, tool, text) {
    this.script(prompt, { kind: "tool", tool, text });
  }

  /** Has one prompt answered by halves: the second half follows when the gate that this returns is opened. */
  hold(prompt, text) {
    const gate = new Gate();
    this.script(prompt, { kind: "held", text, gate });
    return gate;
  }

  /** Has one prompt refused, as often as is wanted, for the reason `limited`, `overloaded` or `unauthorized`. */
  refuse(prompt, reason, { times, retryAfterSeconds } = {}) {
    this.script(prompt, { kind: "refusal", reason, retryAfterSeconds }, times);
  }

  /** Has one prompt answered with any kind of reply that scripts have, as often as is wanted. */
  script(prompt, reply, times) {
    this.#script.write(prompt, reply, times);
  }

  /**
   * The turns that this prompt started: the newest that the user said is the prompt, and the agent offers its tools.
   * Later turns carry it as history and titles are asked for without tools or quote it inside another text: neither counts.
   */
  turns(prompt) {
    return this.requests.filter(request => this.#script.isPromptedBy(request, prompt) && isTurn(request));
  }

  /** Resolves with the first turn of a prompt, which may already have been made. */
  async turn(prompt, signal) {
    for (;;) {
      const [first] = this.turns(prompt);
      if (first !== undefined) return first;
      await this.#nextRequest(signal);
    }
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #serve(request, response) {
    const path = new URL(request.url, this.url).pathname;
    const body = await readJson(request);
    const protocol = body && Protocols.find(candidate => candidate.accepts(request.method, path));
    const entry = {
      method: request.method,
      path,
      protocol: protocol?.name,
      body,
      newestUserTexts: protocol?.newestUserTexts(body) ?? [],
      newestToolResults: protocol?.newestToolResults(body) ?? [],
    };
    this.#record(entry);

    const counter = body && Counters.find(candidate => candidate.accepts(request.method, path));
    if (protocol !== undefined) await play(response, protocol, entry, this.#script.replyTo(entry));
    else if (counter !== undefined) counter.answer(response, body);
    else answerOther(request.method, path, response);
  }

  #record(entry) {
    this.requests.push(entry);
    for (const wake of this.#waiters) wake();
  }

  #nextRequest(signal) {
    return new Promise((resolve, reject) => {
      const settle = act => value => {
        this.#waiters.delete(wake);
        signal?.removeEventListener("abort", abort);
        act(value);
      };
      const wake = settle(resolve);
      const abort = settle(() => reject(signal.reason));
      this.#waiters.add(wake);
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) abort();
    });
  }
}

/** Agents look for the endpoint itself and for a list of models before the first turn; nothing else exists here. */
function answerOther(method, path, response) {
  if (method === "HEAD" || path === "/") response.writeHead(200).end();
  else if (path.endsWith("/models")) sendJson(response, { object: "list", data: [], models: [] });
  else sendJson(response, { error: { type: "not_found_error", message: `nothing is served at ${path}` } }, 404);
}

/** The request's body as JSON, or undefined when it has none or is something else (telemetry is compressed). */
async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
