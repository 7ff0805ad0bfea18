// What the model says to which prompt.

const DefaultUsage = Object.freeze({ inputTokens: 120, cachedInputTokens: 1000, outputTokens: 57 });

/**
 * The lines of a script, each with one prompt, how often it is said, and a reply, of which there are these kinds; those
 * that say something may begin with a `thought`:
 *
 * - `{kind: "text", text}`
 * - `{kind: "tool", tool: {name, input}, text}` calls a tool, and answers its result with the text
 * - `{kind: "held", text, gate}` says half of the text, and the rest when the gate is open
 * - `{kind: "refusal", reason: "limited" | "overloaded" | "unauthorized", retryAfterSeconds?}`
 * - `{kind: "brokenOff", text}` hangs up in the middle
 * - `{kind: "garbled", text}` has a part in its middle that is no JSON
 */
export class Script {
  #lines = [];
  #afterTools = new Map();
  #said = 0;

  /** The line that is written last is asked first; one that has been said `times` times is not asked any more. */
  write(prompt, reply, times = Infinity) {
    this.#lines.unshift({ prompt, reply: { usage: DefaultUsage, ...reply }, times });
  }

  /** The reply to a request, with the number that makes its ids. */
  replyTo(request) {
    const number = ++this.#said;
    const reply = { ...this.#find(request), number, callId: `call_${number}` };
    if (reply.kind === "tool") this.#afterTools.set(reply.callId, reply.text);
    return reply;
  }

  /**
   * True when this is what a request asks. Some agents put a blank or a line end after a prompt; nothing else of it may have
   * changed. Where the model had no last word, as after an interrupt, earlier prompts stand before the one that is asked,
   * in the same text or in texts of their own.
   */
  isPromptedBy({ newestUserTexts }, prompt) {
    const prompts = new Set([prompt, ...this.#lines.map(line => line.prompt)]);
    return newestUserTexts.flatMap(paragraphsOf).findLast(text => prompts.has(text)) === prompt;
  }

  #find(request) {
    const line = this.#lines.find(({ prompt, times }) => times > 0 && this.isPromptedBy(request, prompt));
    if (line === undefined) return plain(this.#afterTools.get(request.newestToolResults.at(-1)?.callId));
    // Titles are asked for with the same prompt: they never spoil or spend a line.
    if (!isTurn(request)) return plain(line.reply.text);
    line.times--;
    return line.reply;
  }
}

/** A request that goes on with a conversation, and is none beside it, offers the agent's tools. */
export function isTurn({ body }) {
  return body?.tools?.length > 0;
}

function paragraphsOf(text) {
  return text.split(/\n{2,}/).map(paragraph => paragraph.trim());
}

function plain(text = "ok") {
  return { kind: "text", text, usage: DefaultUsage };
}
