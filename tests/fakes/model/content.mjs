// Reading user text out of the message lists that model APIs take.

/** The texts of every user message, oldest first: one list for each message, for agents add parts of their own to a prompt. */
export function userMessages(messages) {
  if (!Array.isArray(messages)) return [];
  return messages.filter(message => message.role === "user").map(message => textsOf(message.content));
}

/** A message's content is a string, or a list of parts of which some are text. */
function textsOf(content) {
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.map(part => part.text).filter(text => typeof text === "string");
}
