import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, joined, Limit, post, Prompt, protocols, stream, tools, user, withModel } from "./support/asking.mjs";

const [responses, messages, chat, gemini] = protocols;

for (const protocol of protocols)
  test(`${protocol.name} streams the scripted answer`, Limit, withModel(async model => {
    const events = await stream(model, protocol, protocol.ask());

    assert.equal(joined(events, protocol.text), Answer);
    assert.equal(model.turns(Prompt)[0].protocol, protocol.name);
  }));

test("Responses numbers its events, and ends with the usage", Limit, withModel(async model => {
  const events = await stream(model, responses, responses.ask());

  assert.deepEqual(events.map(event => event.sequence_number), events.map((_, index) => index));
  assert.equal(events.at(-1).type, "response.completed");
  assert.equal(events.at(-1).response.usage.input_tokens, 1120);
}));

test("Messages closes what it opened", Limit, withModel(async model => {
  const events = await stream(model, messages, messages.ask());

  assert.equal(events[0].message.usage.cache_read_input_tokens, 1000);
  assert.deepEqual(events.slice(-3).map(event => event.type), ["content_block_stop", "message_delta", "message_stop"]);
}));

test("chat completions tell usage on request, and end with a mark", Limit, withModel(async model => {
  const events = await stream(model, chat, { ...chat.ask(), stream_options: { include_usage: true } });

  assert.equal(events.at(-2).usage.completion_tokens, 57);
  assert.equal(events.at(-1), "[DONE]");
}));

test("Gemini ends with the usage, and its counter counts", Limit, withModel(async model => {
  const events = await stream(model, gemini, gemini.ask());

  assert.equal(events.at(-1).usageMetadata.promptTokenCount, 1120);
  assert.ok((await post(model, "/v1beta/models/any:countTokens", gemini.ask())).totalTokens > 0);
}));

test("answers that are not streamed hold the same text", Limit, withModel(async model => {
  const { output } = await post(model, "/v1/responses", { input: Prompt });
  const { content } = await post(model, "/v1/messages", { messages: [user(Prompt)] });
  const { choices } = await post(model, "/v1/chat/completions", { messages: [user(Prompt)] });
  const { candidates } = await post(model, "/v1beta/models/any:generateContent", gemini.ask());

  assert.equal(output[0].content[0].text, Answer);
  assert.equal(content[0].text, Answer);
  assert.equal(choices[0].message.content, Answer);
  assert.equal(candidates[0].content.parts.map(({ text }) => text).join(""), Answer);
}));

test("a prompt counts once: not where it is quoted, history, or asked for a title", Limit, withModel(async model => {
  const asked = body => post(model, messages.path, body);
  await asked({ tools, messages: [user([{ type: "text", text: "<reminder>" }, { type: "text", text: `${Prompt} ` }])] });
  await asked({ tools, messages: [user(`Generate a title for: ${Prompt}`)] });
  await asked({ messages: [user("Generate a title"), user(Prompt)] });
  await asked({ tools, messages: [user(Prompt), { role: "assistant", content: Answer }, user("thanks")] });

  assert.equal(model.turns(Prompt).length, 1);
  assert.equal(model.requests.length, 4);
}));

test("a reminder that the agent puts after a prompt does not hide it", Limit, withModel(async model => {
  const { content } = await post(model, messages.path, { tools, messages: [user(Prompt), user("<reminder>")] });

  assert.equal(content[0].text, Answer);
  assert.equal(model.turns(Prompt).length, 1);
}));

test("a prompt behind one that was never answered counts, and the earlier one does not again", Limit, withModel(async model => {
  const Second = "and nine times seven";
  model.answer(Second, "Sixty-three.");

  const apart = await post(model, messages.path, { tools, messages: [user(Prompt), user("<interrupted>"), user(Second)] });
  const joined = await post(model, messages.path, { tools, messages: [user(`${Prompt}\n\n${Second}`)] });

  assert.deepEqual([apart, joined].map(({ content }) => content[0].text), ["Sixty-three.", "Sixty-three."]);
  assert.deepEqual([model.turns(Prompt).length, model.turns(Second).length], [0, 2]);
}));

test("what is said of a prompt last counts", Limit, withModel(async model => {
  model.answer(Prompt, "Forty-three.");

  assert.equal(joined(await stream(model, chat, chat.ask()), chat.text), "Forty-three.");
}));

test("a turn can be awaited before it is made, and the wait ends with its signal", Limit, withModel(async model => {
  const awaited = model.turn(Prompt, AbortSignal.timeout(5_000));
  await post(model, messages.path, { tools, messages: [user(Prompt)] });

  assert.equal((await awaited).protocol, "messages");
  await assert.rejects(model.turn("never asked", AbortSignal.abort(new Error("enough"))), /enough/);
}));

test("the token counter and the list of models answer, and what is not served is a 404", Limit, withModel(async model => {
  assert.ok((await post(model, "/v1/messages/count_tokens", { messages: [user(Prompt)] })).input_tokens > 0);
  assert.equal((await fetch(`${model.url}/v1/models`)).status, 200);
  assert.equal((await fetch(`${model.url}/v1/elsewhere`)).status, 404);
}));
