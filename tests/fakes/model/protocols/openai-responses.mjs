// OpenAI Responses: POST …/responses, as Codex speaks it.

import { newestToolResults, newestUserTexts } from "./content.mjs";
import { named, pieces } from "../event-stream.mjs";

export const openAiResponses = {
  name: "responses",

  accepts: (method, path) => method === "POST" && path.endsWith("/responses"),

  newestUserTexts: ({ input }) => typeof input === "string" ? [input] : newestUserTexts(input),

  newestToolResults: ({ input }) => newestToolResults(input),

  isStreamed: body => body.stream === true,

  whole: (body, reply) => responseOf(body, reply, "completed"),

  *events(body, reply) {
    let sequence_number = 0;
    const event = (type, data) => named(type, { sequence_number: sequence_number++, ...data });

    yield event("response.created", { response: responseOf(body, reply, "in_progress") });
    for (const [output_index, item] of itemsOf(reply).entries())
      for (const [type, data] of itemEvents(item)) yield event(type, { output_index, ...data });
    yield event("response.completed", { response: responseOf(body, reply, "completed") });
  },

  refusals: {
    limited: refusal(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests"),
    overloaded: refusal(503, "server_error", "server_is_overloaded", "The server is currently overloaded"),
    unauthorized: refusal(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided"),
  },
};

function* itemEvents(item) {
  yield ["response.output_item.added", { item: { ...item, ...EmptyItems[item.type], status: "in_progress" } }];
  if (item.type === "reasoning") yield* thoughtEvents(item);
  else if (item.type === "message") yield* textEvents(item);
  yield ["response.output_item.done", { item }];
}

/** What an item has not yet when it begins. */
const EmptyItems = { reasoning: { summary: [] }, message: { content: [] }, function_call: { arguments: "" } };

function* thoughtEvents({ id: item_id, summary: [part] }) {
  const place = { item_id, summary_index: 0 };
  yield ["response.reasoning_summary_part.added", { ...place, part: { ...part, text: "" } }];
  for (const delta of pieces(part.text)) yield ["response.reasoning_summary_text.delta", { ...place, delta }];
  yield ["response.reasoning_summary_text.done", { ...place, text: part.text }];
  yield ["response.reasoning_summary_part.done", { ...place, part }];
}

function* textEvents({ id: item_id, content: [part] }) {
  const place = { item_id, content_index: 0 };
  yield ["response.content_part.added", { ...place, part: { ...part, text: "" } }];
  for (const delta of pieces(part.text)) yield ["response.output_text.delta", { ...place, delta }];
  yield ["response.output_text.done", { ...place, text: part.text }];
  yield ["response.content_part.done", { ...place, part }];
}

function itemsOf(reply) {
  return [...(reply.thought ? [thoughtItem(reply)] : []), reply.kind === "tool" ? callItem(reply) : messageItem(reply)];
}

function thoughtItem({ number, thought }) {
  return { id: `rs_${number}`, type: "reasoning", summary: [{ type: "summary_text", text: thought }], status: "completed" };
}

function callItem({ number, callId, tool: { name, input } }) {
  return { id: `fc_${number}`, type: "function_call", call_id: callId, name, arguments: JSON.stringify(input), status: "completed" };
}

function messageItem({ number, text }) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { id: `msg_${number}`, type: "message", role: "assistant", status: "completed", content };
}

function responseOf(body, reply, status) {
  const done = status === "completed";
  return {
    id: `resp_${reply.number}`,
    object: "response",
    created_at: 0,
    model: body.model,
    status,
    output: done ? itemsOf(reply) : [],
    usage: done ? usageOf(reply.usage) : null,
  };
}

function usageOf(usage) {
  return {
    input_tokens: usage.inputTokens + usage.cachedInputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.inputTokens + usage.cachedInputTokens + usage.outputTokens,
  };
}

function refusal(status, type, code, message) {
  return { status, body: { error: { message, type, param: null, code } } };
}
