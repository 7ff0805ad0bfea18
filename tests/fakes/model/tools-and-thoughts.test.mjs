import assert from "node:assert/strict";
import { test } from "node:test";
import { Answer, joined, Limit, post, Prompt, protocols, stream, tools, user, withModel } from "./support/asking.mjs";

const Tool = { name: "a-tool", input: { command: "touch x" } };
const Thought = "Six sevens, let me see.";
const Done = "It is made.";

for (const protocol of protocols) {
  test(`${protocol.name} calls a tool, and answers its result`, Limit, withModel(async model => {
    model.useTool(Prompt, Tool, Done);

    const { id, ...call } = protocol.call(await stream(model, protocol, protocol.ask()));
    const events = await stream(model, protocol, protocol.result({ id, ...call }, "made"));

    assert.deepEqual(call, Tool);
    assert.equal(joined(events, protocol.text), Done);
    assert.deepEqual(model.requests.at(-1).newestToolResults, [{ callId: id, told: "made" }]);
    assert.equal(model.turns(Prompt).length, 1);
  }));

  test(`${protocol.name} thinks before it answers`, Limit, withModel(async model => {
    model.script(Prompt, { kind: "text", text: Answer, thought: Thought });

    const events = await stream(model, protocol, protocol.ask());

    assert.equal(joined(events, protocol.thought), Thought);
    assert.equal(joined(events, protocol.text), Answer);
    const [firstOfAnswer, lastOfThought] = [events.findIndex(event => protocol.text(event) !== ""), events.findLastIndex(event => protocol.thought(event) !== "")];
    assert.ok(lastOfThought < firstOfAnswer);
  }));
}

test("answers that are not streamed hold the call and the thought", Limit, withModel(async model => {
  model.script(Prompt, { kind: "tool", tool: Tool, thought: Thought, text: Done });

  const { output } = await post(model, "/v1/responses", { tools, input: Prompt });
  const { content, stop_reason } = await post(model, "/v1/messages", { tools, messages: [user(Prompt)] });
  const { choices: [{ message, finish_reason }] } = await post(model, "/v1/chat/completions", { tools, messages: [user(Prompt)] });

  assert.deepEqual(output.map(({ type }) => type), ["reasoning", "function_call"]);
  assert.deepEqual(content.map(({ type }) => type), ["thinking", "tool_use"]);
  assert.equal(message.reasoning_content, Thought);
  assert.equal(message.tool_calls[0].function.name, Tool.name);
  assert.deepEqual([stop_reason, finish_reason], ["tool_use", "tool_calls"]);
}));

test("a title that is asked for with the same prompt calls no tool", Limit, withModel(async model => {
  model.useTool(Prompt, Tool, Done);

  const { content } = await post(model, "/v1/messages", { messages: [user(Prompt)] });

  assert.equal(content[0].text, Done);
}));
