// Server-sent events, the framing that all streaming model endpoints share.

/** Writes events to one HTTP response; the caller ends it. */
export class EventStream {
  #response;

  constructor(response) {
    this.#response = response;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  }

  /** An event with a name, which by custom is repeated as `type` in its data. */
  named(type, data) {
    this.#response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  }

  /** An event that is data only. */
  data(data) {
    this.#response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  }

  end() {
    this.#response.end();
  }
}

/** The answer in the pieces it is streamed in: a word with the blanks after it each. */
export function pieces(text) {
  return text.match(/\s*\S+\s*/g) ?? [];
}

export function sendJson(response, value, status = 200) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
