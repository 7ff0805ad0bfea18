// Asking the fake model as agents do, in each protocol.

import assert from "node:assert/strict";
import { FakeModel } from "../fake-model.mjs";

export const Limit = { timeout: 10_000 };
export const Prompt = "what is six times seven";
export const Answer = "It is forty-two, as everyone knows.";

export const tools = [{ name: "a-tool" }];

export const user = content => ({ role: "user", content });

/** A test's body with an endpoint of its own that knows the answer to the prompt. */
export function withModel(body) {
  return async () => {
    const model = await FakeModel.start();
    model.answer(Prompt, Answer);
    try {
      await body(model);
    } finally {
      await model.close();
    }
  };
}

/** How a turn is asked for in each protocol, what is in its events, and how it goes on after a tool. */
export const protocols = [
  {
    name: "responses",
    path: "/v1/responses",
    ask: () => ({ stream: true, tools, input: [user(Prompt)] }),
    text: event => event.type === "response.output_text.delta" ? event.delta : "",
    thought: event => event.type === "response.reasoning_summary_text.delta" ? event.delta : "",
    call(events) {
      const { item } = events.findLast(event => event.type === "response.output_item.done");
      return { id: item.call_id, name: item.name, input: JSON.parse(item.arguments) };
    },
    result: ({ id, name }, told) => ({
      stream: true,
      tools,
      input: [user(Prompt), { type: "function_call", call_id: id, name, arguments: "{}" }, { type: "function_call_output", call_id: id, output: told }],
    }),
    message: body => body.error.message,
    statuses: { limited: 429, overloaded: 503, unauthorized: 401 },
  },
  {
    name: "messages",
    path: "/v1/messages",
    ask: () => ({ stream: true, tools, messages: [user(Prompt)] }),
    text: event => event.delta?.text ?? "",
    thought: event => event.delta?.thinking ?? "",
    call(events) {
      const { content_block: { id, name } } = events.findLast(event => event.type === "content_block_start");
      return { id, name, input: JSON.parse(events.find(event => event.delta?.partial_json).delta.partial_json) };
    },
    result: ({ id, name }, told) => ({
      stream: true,
      tools,
      messages: [user(Prompt), { role: "assistant", content: [{ type: "tool_use", id, name, input: {} }] },
        user([{ type: "tool_result", tool_use_id: id, content: told }, { type: "text", text: "<reminder>" }])],
    }),
    message: body => body.error.message,
    statuses: { limited: 429, overloaded: 529, unauthorized: 401 },
  },
  {
    name: "chat",
    path: "/v1/chat/completions",
    ask: () => ({ stream: true, tools, messages: [user(Prompt)] }),
    text: event => event.choices?.[0]?.delta.content ?? "",
    thought: event => event.choices?.[0]?.delta.reasoning_content ?? "",
    call(events) {
      const { id, function: { name, arguments: text } } = events.find(event => event.choices?.[0]?.delta.tool_calls).choices[0].delta.tool_calls[0];
      return { id, name, input: JSON.parse(text) };
    },
    result: ({ id, name }, told) => ({
      stream: true,
      tools,
      messages: [user(Prompt), { role: "assistant", content: null, tool_calls: [{ id, type: "function", function: { name, arguments: "{}" } }] },
        { role: "tool", tool_call_id: id, content: told }],
    }),
    message: body => body.error.message,
    statuses: { limited: 429, overloaded: 503, unauthorized: 401 },
  },
  {
    name: "gemini",
    path: "/v1beta/models/any:streamGenerateContent",
    ask: () => ({ tools, contents: [{ role: "user", parts: [{ text: Prompt }] }] }),
    text: event => partOf(event).thought ? "" : partOf(event).text ?? "",
    thought: event => partOf(event).thought ? partOf(event).text : "",
    call(events) {
      const { id, name, args: input } = events.map(partOf).find(part => part.functionCall).functionCall;
      return { id, name, input };
    },
    result: ({ id, name }, told) => ({
      tools,
      contents: [{ role: "user", parts: [{ text: Prompt }] }, { role: "model", parts: [{ functionCall: { id, name, args: {} } }] },
        { role: "user", parts: [{ functionResponse: { id, name, response: told } }] }],
    }),
    message: body => body.error.message,
    statuses: { limited: 429, overloaded: 503, unauthorized: 401 },
  },
];

const partOf = event => event.candidates?.[0].content.parts[0] ?? {};

/** The response to a request, whatever it is. */
export function send(model, { path }, body, signal) {
  return fetch(model.url + path, { method: "POST", body: JSON.stringify(body), ...(signal && { signal }) });
}

/** The events of an answer that is streamed, which are all sound. */
export async function stream(model, protocol, body) {
  const response = await send(model, protocol, body);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  return eventsOf(await response.text());
}

export function eventsOf(text) {
  return dataOf(text).map(line => line === "[DONE]" ? line : JSON.parse(line));
}

export function dataOf(text) {
  return text.split("\n").filter(line => line.startsWith("data: ")).map(line => line.slice(6));
}

/** The answer that is not streamed. */
export async function post(model, path, body) {
  const response = await send(model, { path }, body);
  assert.equal(response.status, 200);
  return response.json();
}

export const joined = (events, read) => events.map(read).join("");
