// Server-sent events, the framing that all streaming model endpoints share.

/** An event with a name, which by custom is repeated as `type` in its data. */
export function named(type, data) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

/** An event that is data only. */
export function unnamed(data) {
  return `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/** The answer in the pieces it is streamed in: a word with the blanks after it each. */
export function pieces(text) {
  return text.match(/\s*\S+\s*/g) ?? [];
}

export function sendJson(response, value, status = 200, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}
