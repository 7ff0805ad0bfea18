// OpenAI Responses: POST …/responses, as Codex speaks it.

import { EventStream, pieces, sendJson } from "./event-stream.mjs";
import { newestUserTexts } from "./content.mjs";

export const openAiResponses = {
  name: "responses",

  accepts: (method, path) => method === "POST" && path.endsWith("/responses"),

  newestUserTexts: body => typeof body.input === "string" ? [body.input] : newestUserTexts(body.input),

  answer(response, body, reply) {
    const id = `resp_${reply.number}`;
    if (body.stream !== true) {
      sendJson(response, responseOf(id, body, reply, "completed"));
      return;
    }
    streamAnswer(new EventStream(response), id, body, reply);
  },
};

function streamAnswer(stream, id, body, reply) {
  let sequence_number = 0;
  const event = (type, data) => stream.named(type, { sequence_number: sequence_number++, ...data });
  const item = itemOf(id, reply);
  const place = { item_id: item.id, output_index: 0, content_index: 0 };

  event("response.created", { response: responseOf(id, body, reply, "in_progress") });
  if (reply.tool) event("response.output_item.added", { output_index: 0, item: { ...item, status: "in_progress", arguments: "" } });
  else streamText(event, item, place, reply);
  event("response.output_item.done", { output_index: 0, item });
  event("response.completed", { response: responseOf(id, body, reply, "completed") });
  stream.end();
}

function streamText(event, item, place, reply) {
  event("response.output_item.added", { output_index: 0, item: { ...item, status: "in_progress", content: [] } });
  event("response.content_part.added", { ...place, part: { type: "output_text", text: "", annotations: [] } });
  for (const delta of pieces(reply.text)) event("response.output_text.delta", { ...place, delta });
  event("response.output_text.done", { ...place, text: reply.text });
  event("response.content_part.done", { ...place, part: item.content[0] });
}

function itemOf(id, reply) {
  if (!reply.tool) return messageItem(id, reply.text);
  const { name, input } = reply.tool;
  return { id: `fc_${id}`, type: "function_call", call_id: `call_${id}`, name, arguments: JSON.stringify(input), status: "completed" };
}

function messageItem(id, text) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { id: `msg_${id}`, type: "message", role: "assistant", status: "completed", content };
}

function responseOf(id, body, reply, status) {
  const done = status === "completed";
  return {
    id,
    object: "response",
    created_at: 0,
    model: body.model,
    status,
    output: done ? [itemOf(id, reply)] : [],
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
