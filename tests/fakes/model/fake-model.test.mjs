import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeModel } from "./fake-model.mjs";

const Limit = { timeout: 10_000 };
const Prompt = "what is six times seven";
const Answer = "It is forty-two, as everyone knows.";

test("Responses stream carries the scripted answer in order and its usage at the end", Limit, withModel(async model => {
  const events = await stream(`${model.url}/v1/responses`, { model: "m", stream: true, input: [user([{ type: "input_text", text: Prompt }])] });

  const deltas = events.filter(event => event.type === "response.output_text.delta").map(event => event.delta);
  assert.equal(deltas.join(""), Answer);
  assert.deepEqual(events.map(event => event.sequence_number), events.map((_, index) => index));
  assert.equal(events.at(-1).type, "response.completed");
  assert.equal(events.at(-1).response.usage.input_tokens, 1120);
}));

test("Messages stream carries the scripted answer and closes what it opened", Limit, withModel(async model => {
  const events = await stream(`${model.url}/v1/messages?beta=true`, { model: "m", stream: true, messages: [user(Prompt)] });

  const deltas = events.filter(event => event.type === "content_block_delta").map(event => event.delta.text);
  assert.equal(deltas.join(""), Answer);
  assert.equal(events[0].message.usage.cache_read_input_tokens, 1000);
  assert.deepEqual(events.slice(-3).map(event => event.type), ["content_block_stop", "message_delta", "message_stop"]);
}));

test("chat completion stream carries the scripted answer, usage on request, and the end mark", Limit, withModel(async model => {
  const body = { model: "m", stream: true, stream_options: { include_usage: true }, messages: [user(Prompt)] };
  const events = await stream(`${model.url}/v1/chat/completions`, body);

  assert.equal(events.map(event => event.choices?.[0]?.delta.content ?? "").join(""), Answer);
  assert.equal(events.at(-2).usage.completion_tokens, 57);
  assert.equal(events.at(-1), "[DONE]");
}));

test("answers that are not streamed hold the same text", Limit, withModel(async model => {
  const responses = await post(`${model.url}/v1/responses`, { model: "m", input: Prompt });
  const messages = await post(`${model.url}/v1/messages`, { model: "m", messages: [user(Prompt)] });
  const chat = await post(`${model.url}/v1/chat/completions`, { model: "m", messages: [user(Prompt)] });

  assert.equal(responses.output[0].content[0].text, Answer);
  assert.equal(messages.content[0].text, Answer);
  assert.equal(chat.choices[0].message.content, Answer);
}));

test("a prompt counts once: not where it is quoted, history, or asked for a title", Limit, withModel(async model => {
  const url = `${model.url}/v1/messages`;
  await post(url, { tools, messages: [user([{ type: "text", text: "<reminder>" }, { type: "text", text: `${Prompt} ` }])] });
  await post(url, { tools, messages: [user(`Generate a title for: ${Prompt}`)] });
  await post(url, { messages: [user("Generate a title"), user(Prompt)] });
  await post(url, { tools, messages: [user(Prompt), { role: "assistant", content: Answer }, user("thanks")] });

  assert.equal(model.turns(Prompt).length, 1);
  assert.equal(model.requests.length, 4);
}));

test("a reminder that the agent puts after a prompt does not hide it", Limit, withModel(async model => {
  const { content } = await post(`${model.url}/v1/messages`, { tools, messages: [user(Prompt), user("<reminder>")] });

  assert.equal(content[0].text, Answer);
  assert.equal(model.turns(Prompt).length, 1);
}));

test("Gemini's stream carries the scripted answer, and its counter counts", Limit, withModel(async model => {
  const base = `${model.url}/v1beta/models/any`;
  const contents = [{ role: "user", parts: [{ text: Prompt }] }];
  const events = await stream(`${base}:streamGenerateContent?alt=sse`, { contents });

  assert.equal(events.map(event => event.candidates[0].content.parts[0].text).join(""), Answer);
  assert.equal(events.at(-1).usageMetadata.promptTokenCount, 1120);
  assert.ok((await post(`${base}:countTokens`, { contents })).totalTokens > 0);
}));

test("a turn can be awaited before it is made, and the wait ends with its signal", Limit, withModel(async model => {
  const awaited = model.turn(Prompt, AbortSignal.timeout(5_000));
  await post(`${model.url}/v1/messages`, { tools, messages: [user(Prompt)] });

  assert.equal((await awaited).protocol, "messages");
  await assert.rejects(model.turn("never asked", AbortSignal.abort(new Error("enough"))), /enough/);
}));

test("the token counter and the list of models answer, and what is not served is a 404", Limit, withModel(async model => {
  assert.ok((await post(`${model.url}/v1/messages/count_tokens`, { messages: [user(Prompt)] })).input_tokens > 0);
  assert.equal((await fetch(`${model.url}/v1/models`)).status, 200);
  assert.equal((await fetch(`${model.url}/v1/elsewhere`)).status, 404);
}));

function withModel(body) {
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

const tools = [{ name: "a-tool" }];

const user = content => ({ role: "user", content });

async function post(url, body) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  assert.equal(response.status, 200);
  return response.json();
}

async function stream(url, body) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const data = (await response.text()).split("\n").filter(line => line.startsWith("data: ")).map(line => line.slice(6));
  return data.map(line => line === "[DONE]" ? line : JSON.parse(line));
}
