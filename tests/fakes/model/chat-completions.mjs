// OpenAI chat completions: POST …/chat/completions, spoken by most other agents.

import { EventStream, pieces, sendJson } from "./event-stream.mjs";
import { newestUserTexts } from "./content.mjs";

export const chatCompletions = {
  name: "chat",

  accepts: (method, path) => method === "POST" && path.endsWith("/chat/completions"),

  newestUserTexts: body => newestUserTexts(body.messages),

  answer(response, body, reply) {
    const head = { id: `chatcmpl_${reply.number}`, created: 0, model: body.model };
    if (body.stream === true) streamAnswer(new EventStream(response), head, body, reply);
    else sendJson(response, completionOf(head, reply));
  },
};

function streamAnswer(stream, head, body, reply) {
  const chunk = (delta, finish_reason = null) =>
    stream.data({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] });

  chunk({ role: "assistant", content: "" });
  for (const content of pieces(reply.text)) chunk({ content });
  chunk({}, "stop");
  if (body.stream_options?.include_usage === true)
    stream.data({ ...head, object: "chat.completion.chunk", choices: [], usage: usageOf(reply.usage) });
  stream.data("[DONE]");
  stream.end();
}

function completionOf(head, reply) {
  const message = { role: "assistant", content: reply.text };
  return {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: usageOf(reply.usage),
  };
}

function usageOf(usage) {
  const prompt_tokens = usage.inputTokens + usage.cachedInputTokens;
  return {
    prompt_tokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens: usage.outputTokens,
    total_tokens: prompt_tokens + usage.outputTokens,
  };
}
