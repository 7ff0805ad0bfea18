// OpenAI chat completions: POST …/chat/completions, spoken by most other agents.

import { newestToolResults, newestUserTexts } from "./content.mjs";
import { pieces, unnamed } from "../event-stream.mjs";

export const chatCompletions = {
  name: "chat",

  accepts: (method, path) => method === "POST" && path.endsWith("/chat/completions"),

  newestUserTexts: body => newestUserTexts(body.messages),

  newestToolResults: body => newestToolResults(body.messages),

  isStreamed: body => body.stream === true,

  whole(body, reply) {
    const { text, thought } = reply;
    const said = reply.kind === "tool" ? { content: null, tool_calls: [callOf(reply)] } : { content: text };
    const message = { role: "assistant", ...said, ...(thought && { reasoning_content: thought }) };
    return {
      ...headOf(body, reply),
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason: finishOf(reply) }],
      usage: usageOf(reply.usage),
    };
  },

  *events(body, reply) {
    const head = { ...headOf(body, reply), object: "chat.completion.chunk" };
    const chunk = (delta, finish_reason = null) => unnamed({ ...head, choices: [{ index: 0, delta, finish_reason }] });

    yield chunk({ role: "assistant", content: "" });
    for (const reasoning_content of pieces(reply.thought ?? "")) yield chunk({ reasoning_content });
    if (reply.kind === "tool") yield chunk({ tool_calls: [{ index: 0, ...callOf(reply) }] });
    else for (const content of pieces(reply.text)) yield chunk({ content });
    yield chunk({}, finishOf(reply));
    if (body.stream_options?.include_usage === true) yield unnamed({ ...head, choices: [], usage: usageOf(reply.usage) });
    yield unnamed("[DONE]");
  },

  refusals: {
    limited: refusal(429, "rate_limit_reached_error", "Rate limit reached for requests"),
    overloaded: refusal(503, "engine_overloaded_error", "The engine is currently overloaded, please try again later"),
    unauthorized: refusal(401, "invalid_authentication_error", "Invalid Authentication"),
  },
};

const headOf = (body, { number }) => ({ id: `chatcmpl_${number}`, created: 0, model: body.model });

const finishOf = ({ kind }) => kind === "tool" ? "tool_calls" : "stop";

function callOf({ callId, tool: { name, input } }) {
  return { id: callId, type: "function", function: { name, arguments: JSON.stringify(input) } };
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

function refusal(status, type, message) {
  return { status, body: { error: { message, type } } };
}
