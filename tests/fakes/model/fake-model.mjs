// A model endpoint that answers from a script, on a loopback port of its own, so that real agent programs run offline.

import { createServer } from "node:http";
import { anthropicMessages, anthropicTokenCount } from "./anthropic-messages.mjs";
import { chatCompletions } from "./chat-completions.mjs";
import { sendJson } from "./event-stream.mjs";
import { geminiGenerate, geminiTokenCount } from "./gemini-generate.mjs";
import { openAiResponses } from "./openai-responses.mjs";

/** Protocols whose requests are model turns, in the order they are tried. */
const Protocols = [openAiResponses, anthropicMessages, chatCompletions, geminiGenerate];

/** Requests that only count. */
const Counters = [anthropicTokenCount, geminiTokenCount];

const DefaultUsage = Object.freeze({ inputTokens: 120, cachedInputTokens: 1000, outputTokens: 57 });

/**
 * One running endpoint. `url` is its root without a trailing slash; agents that want `/v1` append it themselves.
 *
 * `requests` is the whole traffic in order of arrival: `{method, path, protocol?, body?, newestUserTexts}`.
 */
export class FakeModel {
  requests = [];

  // An agent that is stopped hangs up in the middle of a request: that ends this answer and nothing else.
  #server = createServer((request, response) => this.#serve(request, response).catch(error => response.destroy(error)));
  #script = [];
  #answered = 0;
  #waiters = new Set();

  static async start() {
    const model = new FakeModel();
    await new Promise((resolve, reject) => model.#server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return model;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Scripts the answer to one prompt; the script written last is asked first. */
  answer(prompt, text, usage = DefaultUsage) {
    this.#script.unshift({ prompt, text, usage });
  }

  /**
   * Has one prompt answered with the use of a tool, `{name, input}`; what follows its result is answered with `text`. Of
   * the protocols, Messages and Responses know tools.
   */
  useTool(prompt, tool, text) {
    this.#script.unshift({ prompt, text, tool, usage: DefaultUsage });
  }

  /** The results of tools that agents told, in order: the last messages of their requests that are no texts. */
  get toolResults() {
    return this.requests.flatMap(({ body }) => toolResultsOf(body));
  }

  /**
   * The turns that this prompt started: the newest that the user said is the prompt, and the agent offers its tools.
   * Later turns carry it as history and titles are asked for without tools or quote it inside another text: neither counts.
   */
  turns(prompt) {
    return this.requests.filter(request => isPromptedBy(request, prompt) && request.body.tools?.length > 0);
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
    this.#record({ method: request.method, path, protocol: protocol?.name, body, newestUserTexts: protocol?.newestUserTexts(body) ?? [] });

    const counter = body && Counters.find(candidate => candidate.accepts(request.method, path));
    if (protocol !== undefined) protocol.answer(response, body, this.#replyTo(this.requests.at(-1)), path);
    else if (counter !== undefined) counter.answer(response, body);
    else answerOther(request.method, path, response);
  }

  #record(entry) {
    this.requests.push(entry);
    for (const wake of this.#waiters) wake();
  }

  #replyTo(entry) {
    const line = this.#script.find(candidate => isPromptedBy(entry, candidate.prompt));
    // Titles are asked for without tools.
    const tool = entry.body.tools?.length > 0 ? line?.tool : undefined;
    return { number: ++this.#answered, text: line?.text ?? "ok", usage: line?.usage ?? DefaultUsage, tool };
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

/** Some agents put a blank or a line end after a prompt; nothing else of it may have changed. */
function isPromptedBy(request, prompt) {
  return request.newestUserTexts.some(text => text.trim() === prompt);
}

/** Messages have them as parts of what the user said, Responses as items of their own. */
function toolResultsOf(body) {
  const messages = body?.messages ?? (Array.isArray(body?.input) ? body.input : []);
  return messages.slice(-2).flatMap(message => [message, ...(Array.isArray(message.content) ? message.content : [])])
    .filter(({ type }) => type === "tool_result" || type === "function_call_output");
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
