// Gemini's generateContent: POST …/models/<name>:generateContent and :streamGenerateContent, as Gemini CLI speaks it.

import { newestUserTexts } from "./content.mjs";
import { EventStream, pieces, sendJson } from "./event-stream.mjs";

export const geminiGenerate = {
  name: "gemini",

  accepts: (method, path) => method === "POST" && /:(stream)?generateContent$/i.test(path),

  newestUserTexts: body => newestUserTexts(body.contents),

  answer(response, body, reply, path) {
    if (!/:streamGenerateContent$/.test(path)) {
      sendJson(response, chunkOf(reply.text, { finishReason: "STOP" }, reply));
      return;
    }
    const stream = new EventStream(response);
    for (const text of pieces(reply.text)) stream.data(chunkOf(text, {}, undefined));
    stream.data(chunkOf("", { finishReason: "STOP" }, reply));
    stream.end();
  },
};

/** The counter answers about what a real one would: a token is roughly four characters. */
export const geminiTokenCount = {
  accepts: (method, path) => method === "POST" && path.endsWith(":countTokens"),

  answer(response, body) {
    sendJson(response, { totalTokens: Math.ceil(JSON.stringify(body).length / 4) });
  },
};

function chunkOf(text, more, reply) {
  const candidate = { index: 0, content: { role: "model", parts: [{ text }] }, ...more };
  return { candidates: [candidate], ...(reply && { usageMetadata: usageOf(reply.usage) }) };
}

function usageOf(usage) {
  const promptTokenCount = usage.inputTokens + usage.cachedInputTokens;
  return {
    promptTokenCount,
    cachedContentTokenCount: usage.cachedInputTokens,
    candidatesTokenCount: usage.outputTokens,
    totalTokenCount: promptTokenCount + usage.outputTokens,
  };
}
