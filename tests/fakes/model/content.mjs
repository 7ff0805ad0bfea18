// Reading what the user said out of the message lists that model APIs take.

/** Everything else (the model's messages, tool calls and their results) belongs to what was answered before. */
const AskingRoles = ["user", "system", "developer"];

/**
 * The texts of the user messages at the end of a conversation: what this request asks.
 * Agents put the prompt beside parts and messages of their own, such as reminders, before or after it.
 */
export function newestUserTexts(messages) {
  if (!Array.isArray(messages)) return [];
  const lastAnswer = messages.findLastIndex(({ role }) => !AskingRoles.includes(role));
  const asked = messages.slice(lastAnswer + 1).filter(({ role }) => role === "user");
  return asked.flatMap(({ content, parts }) => textsOf(content ?? parts));
}

/** A message's content is a string, or a list of parts of which some are text. */
function textsOf(content) {
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.map(part => part.text).filter(text => typeof text === "string");
}
