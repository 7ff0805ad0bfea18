// Reading what the user and the tools said out of the message lists that model APIs take.

/** The texts of the user messages at the end of a conversation: what this request asks. */
export function newestUserTexts(messages) {
  return sinceLastAnswer(messages).filter(({ role }) => role === "user").flatMap(({ content, parts }) => textsOf(content ?? parts));
}

/** The results of tools at the end of a conversation, `{callId, told}`: what this request goes on from. */
export function newestToolResults(messages) {
  return sinceLastAnswer(messages).flatMap(message => [message, ...partsOf(message)]).map(toolResultOf).filter(Boolean);
}

/** Agents put a prompt or a result beside parts and messages of their own, such as reminders, before or after it. */
function sinceLastAnswer(messages) {
  if (!Array.isArray(messages)) return [];
  return messages.slice(messages.findLastIndex(isOfModel) + 1);
}

/** In Responses, what the model called and thought are items of their own, without a role. */
function isOfModel({ role, type }) {
  return role === "assistant" || role === "model" || type === "reasoning" || type?.endsWith("_call") === true;
}

/** In the order of the protocols: Responses, Messages, chat completions, Gemini. */
function toolResultOf({ type, role, call_id, output, tool_use_id, tool_call_id, content, functionResponse }) {
  if (type === "function_call_output") return { callId: call_id, told: output };
  if (type === "tool_result") return { callId: tool_use_id, told: content };
  if (role === "tool") return { callId: tool_call_id, told: content };
  return functionResponse && { callId: functionResponse.id, told: functionResponse.response };
}

/** A message's content is a string, or a list of parts of which some are text. */
function textsOf(content) {
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.map(part => part.text).filter(text => typeof text === "string");
}

function partsOf({ content, parts }) {
  const all = content ?? parts;
  return Array.isArray(all) ? all : [];
}
