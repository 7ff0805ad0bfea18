// Gemini's generateContent: POST …/models/<name>:generateContent and :streamGenerateContent, as Gemini CLI speaks it.

import { newestToolResults, newestUserTexts } from "./content.mjs";
import { pieces, sendJson, unnamed } from "../event-stream.mjs";

/** Gemini CLI goes on trying where nothing says that a whole day's share is gone. */
const DailyQuota = {
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: [{
    quotaMetric: "generativelanguage.googleapis.com/generate_content_free_tier_requests",
    quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
  }],
};

export const geminiGenerate = {
  name: "gemini",

  accepts: (method, path) => method === "POST" && /:(stream)?generateContent$/i.test(path),

  newestUserTexts: body => newestUserTexts(body.contents),

  newestToolResults: body => newestToolResults(body.contents),

  isStreamed: (_, path) => path.endsWith(":streamGenerateContent"),

  whole: (_, reply) => chunkOf([...thoughtsOf(reply), ...partsOf(reply)], endOf(reply)),

  *events(_, reply) {
    for (const part of thoughtsOf(reply)) yield unnamed(chunkOf([part]));
    for (const part of partsOf(reply)) yield unnamed(chunkOf([part]));
    yield unnamed(chunkOf([{ text: "" }], endOf(reply)));
  },

  refusals: {
    limited: refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details.", [DailyQuota]),
    overloaded: refusal(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    unauthorized: refusal(401, "UNAUTHENTICATED", "API key not valid. Please pass a valid API key."),
  },
};

/** The counter answers about what a real one would: a token is roughly four characters. */
export const geminiTokenCount = {
  accepts: (method, path) => method === "POST" && path.endsWith(":countTokens"),

  answer(response, body) {
    sendJson(response, { totalTokens: Math.ceil(JSON.stringify(body).length / 4) });
  },
};

const thoughtsOf = ({ thought }) => pieces(thought ?? "").map(text => ({ text, thought: true }));

function partsOf({ kind, callId, text, tool }) {
  return kind === "tool" ? [{ functionCall: { id: callId, name: tool.name, args: tool.input } }] : pieces(text).map(piece => ({ text: piece }));
}

function chunkOf(parts, { finishReason, usageMetadata } = {}) {
  const candidate = { index: 0, content: { role: "model", parts }, ...(finishReason && { finishReason }) };
  return { candidates: [candidate], ...(usageMetadata && { usageMetadata }) };
}

function endOf({ usage }) {
  const promptTokenCount = usage.inputTokens + usage.cachedInputTokens;
  return {
    finishReason: "STOP",
    usageMetadata: {
      promptTokenCount,
      cachedContentTokenCount: usage.cachedInputTokens,
      candidatesTokenCount: usage.outputTokens,
      totalTokenCount: promptTokenCount + usage.outputTokens,
    },
  };
}

function refusal(code, status, message, details) {
  return { status: code, body: { error: { code, message, status, ...(details && { details }) } } };
}
