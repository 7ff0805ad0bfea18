import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, dataOf, eventsOf, joined, Limit, post, Prompt, protocols, send, stream, user, withModel } from "./support/asking.mjs";

const soon = () => AbortSignal.timeout(5_000);

for (const protocol of protocols) {
  test(`${protocol.name} says half, and the rest when the gate is opened`, Limit, withModel(async model => {
    const gate = model.hold(Prompt, Answer);
    const response = await send(model, protocol, protocol.ask());
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();

    await gate.begun(soon());
    const { value: first } = await reader.read();
    gate.open();
    const rest = await textOf(reader);

    const half = joined(eventsOf(first), protocol.text);
    assert.ok(half.length > 0 && half.length < Answer.length && Answer.startsWith(half), half);
    assert.equal(joined(eventsOf(first + rest), protocol.text), Answer);
  }));

  test(`${protocol.name} tells when the agent hangs up in the middle`, Limit, withModel(async model => {
    const gate = model.hold(Prompt, Answer);
    const leaving = new AbortController();
    const response = await send(model, protocol, protocol.ask(), leaving.signal);

    await gate.begun(soon());
    leaving.abort();

    await gate.hungUp(soon());
    await assert.rejects(response.text());
  }));

  for (const [reason, status] of Object.entries(protocol.statuses))
    test(`${protocol.name} refuses because it is ${reason}`, Limit, withModel(async model => {
      model.refuse(Prompt, reason);

      const response = await send(model, protocol, protocol.ask());

      assert.equal(response.status, status);
      assert.equal(typeof protocol.message(await response.json()), "string");
      assert.equal(response.headers.get("retry-after"), null);
    }));

  test(`${protocol.name} refuses as often as is wanted, and says when to come again`, Limit, withModel(async model => {
    model.refuse(Prompt, "limited", { times: 2, retryAfterSeconds: 7 });

    const [first, second] = [await send(model, protocol, protocol.ask()), await send(model, protocol, protocol.ask())];
    const events = await stream(model, protocol, protocol.ask());

    assert.deepEqual([first, second].map(({ status, headers }) => [status, headers.get("retry-after")]), [[429, "7"], [429, "7"]]);
    assert.equal(joined(events, protocol.text), Answer);
  }));

  test(`${protocol.name} breaks off in the middle`, Limit, withModel(async model => {
    model.script(Prompt, { kind: "brokenOff", text: Answer });
    const response = await send(model, protocol, protocol.ask());
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();

    const { value: first } = await reader.read();

    assert.ok(Answer.startsWith(joined(eventsOf(first), protocol.text)));
    await assert.rejects(textOf(reader));
  }));

  test(`${protocol.name} has one event that is no JSON`, Limit, withModel(async model => {
    model.script(Prompt, { kind: "garbled", text: Answer });

    const data = dataOf(await (await send(model, protocol, protocol.ask())).text());

    assert.equal(data.filter(line => !isSound(line)).length, 1);
  }));
}

test("answers that are not streamed break off, and are no JSON", Limit, withModel(async model => {
  const [, messages] = protocols;
  const body = { ...messages.ask(), stream: false };
  model.script(Prompt, { kind: "brokenOff", text: Answer });
  await assert.rejects((await send(model, messages, body)).text());
  model.script(Prompt, { kind: "garbled", text: Answer });

  assert.ok(!isSound(await (await send(model, messages, body)).text()));
}));

test("a title that is asked for with the same prompt is neither refused nor counted", Limit, withModel(async model => {
  const [, messages] = protocols;
  model.refuse(Prompt, "limited", { times: 1 });

  await post(model, messages.path, { messages: [user(Prompt)] });

  assert.equal((await send(model, messages, messages.ask())).status, 429);
}));

test("each provider has its own word for too much", Limit, withModel(async model => {
  model.refuse(Prompt, "limited");
  const [responses, messages, chat, gemini] = await Promise.all(
    protocols.map(async protocol => (await send(model, protocol, protocol.ask())).json()));

  assert.equal(responses.error.code, "rate_limit_exceeded");
  assert.deepEqual([messages.type, messages.error.type], ["error", "rate_limit_error"]);
  assert.equal(chat.error.type, "rate_limit_reached_error");
  assert.equal(gemini.error.status, "RESOURCE_EXHAUSTED");
}));

async function textOf(reader) {
  let text = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value;
  return text;
}

function isSound(line) {
  try {
    return line === "[DONE]" || JSON.parse(line) !== undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
