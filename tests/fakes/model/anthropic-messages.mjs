// Anthropic Messages: POST …/v1/messages and its token counter, as Claude Code speaks them.

import { EventStream, pieces, sendJson } from "./event-stream.mjs";
import { newestUserTexts } from "./content.mjs";

export const anthropicMessages = {
  name: "messages",

  accepts: (method, path) => method === "POST" && path.endsWith("/messages"),

  newestUserTexts: body => newestUserTexts(body.messages),

  answer(response, body, reply) {
    const message = messageOf(body, reply);
    if (body.stream === true) streamAnswer(new EventStream(response), message, reply);
    else sendJson(response, message);
  },
};

/** The counter answers about what a real one would: a token is roughly four characters. */
export const anthropicTokenCount = {
  accepts: (method, path) => method === "POST" && path.endsWith("/messages/count_tokens"),

  answer(response, body) {
    sendJson(response, { input_tokens: Math.ceil(JSON.stringify(body).length / 4) });
  },
};

function streamAnswer(stream, message, reply) {
  const { input_tokens, ...others } = message.usage;
  const opening = { ...message, content: [], stop_reason: null, usage: { input_tokens, ...others, output_tokens: 1 } };

  stream.named("message_start", { message: opening });
  const [block] = message.content;
  stream.named("content_block_start", { index: 0, content_block: reply.tool ? { ...block, input: {} } : { type: "text", text: "" } });
  stream.named("ping", {});
  const deltas = reply.tool
    ? [{ type: "input_json_delta", partial_json: JSON.stringify(block.input) }]
    : pieces(reply.text).map(text => ({ type: "text_delta", text }));
  for (const delta of deltas) stream.named("content_block_delta", { index: 0, delta });
  stream.named("content_block_stop", { index: 0 });
  stream.named("message_delta", { delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: message.usage });
  stream.named("message_stop", {});
  stream.end();
}

function messageOf(body, reply) {
  return {
    id: `msg_${reply.number}`,
    type: "message",
    role: "assistant",
    model: body.model,
    content: [reply.tool ? { type: "tool_use", id: `toolu_${reply.number}`, ...reply.tool } : { type: "text", text: reply.text }],
    stop_reason: reply.tool ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: reply.usage.inputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: reply.usage.cachedInputTokens,
      output_tokens: reply.usage.outputTokens,
    },
  };
}
