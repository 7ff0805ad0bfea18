// Anthropic Messages: POST …/v1/messages and its token counter, as Claude Code speaks them.

import { newestToolResults, newestUserTexts } from "./content.mjs";
import { named, pieces, sendJson } from "../event-stream.mjs";

export const anthropicMessages = {
  name: "messages",

  accepts: (method, path) => method === "POST" && path.endsWith("/messages"),

  newestUserTexts: body => newestUserTexts(body.messages),

  newestToolResults: body => newestToolResults(body.messages),

  isStreamed: body => body.stream === true,

  whole: messageOf,

  *events(body, reply) {
    const message = messageOf(body, reply);
    const opening = { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } };

    yield named("message_start", { message: opening });
    yield named("ping", {});
    for (const [index, block] of message.content.entries()) {
      yield named("content_block_start", { index, content_block: { ...block, ...EmptyBlocks[block.type] } });
      for (const delta of deltasOf(block)) yield named("content_block_delta", { index, delta });
      yield named("content_block_stop", { index });
    }
    yield named("message_delta", { delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: message.usage });
    yield named("message_stop", {});
  },

  refusals: {
    limited: refusal(429, "rate_limit_error", "This request would exceed your account's rate limit. Please try again later."),
    overloaded: refusal(529, "overloaded_error", "Overloaded"),
    unauthorized: refusal(401, "authentication_error", "invalid x-api-key"),
  },
};

/** The counter answers about what a real one would: a token is roughly four characters. */
export const anthropicTokenCount = {
  accepts: (method, path) => method === "POST" && path.endsWith("/messages/count_tokens"),

  answer(response, body) {
    sendJson(response, { input_tokens: Math.ceil(JSON.stringify(body).length / 4) });
  },
};

/** What a block has not yet when it begins. */
const EmptyBlocks = { thinking: { thinking: "", signature: "" }, text: { text: "" }, tool_use: { input: {} } };

function deltasOf(block) {
  if (block.type === "tool_use") return [{ type: "input_json_delta", partial_json: JSON.stringify(block.input) }];
  if (block.type === "text") return pieces(block.text).map(text => ({ type: "text_delta", text }));
  const { thinking, signature } = block;
  return [...pieces(thinking).map(piece => ({ type: "thinking_delta", thinking: piece })), { type: "signature_delta", signature }];
}

function messageOf(body, reply) {
  return {
    id: `msg_${reply.number}`,
    type: "message",
    role: "assistant",
    model: body.model,
    content: blocksOf(reply),
    stop_reason: reply.kind === "tool" ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: reply.usage.inputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: reply.usage.cachedInputTokens,
      output_tokens: reply.usage.outputTokens,
    },
  };
}

function blocksOf({ kind, callId, text, thought, tool }) {
  const thoughts = thought ? [{ type: "thinking", thinking: thought, signature: "signed" }] : [];
  return [...thoughts, kind === "tool" ? { type: "tool_use", id: callId, ...tool } : { type: "text", text }];
}

function refusal(status, type, message) {
  return { status, body: { type: "error", error: { type, message }, request_id: "req_refused" } };
}
