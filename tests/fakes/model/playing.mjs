// Puts a scripted reply on one HTTP response, in whatever protocol: whole, in pieces, late, refused or spoilt.

import { sendJson } from "./event-stream.mjs";

export async function play(response, protocol, { body, path }, reply) {
  if (reply.kind === "refusal") return refuse(response, protocol.refusals[reply.reason], reply);

  const isStreamed = protocol.isStreamed(body, path);
  const parts = isStreamed ? [...protocol.events(body, reply)] : halvesOf(JSON.stringify(protocol.whole(body, reply)));
  const middle = Math.ceil(parts.length / 2);
  response.writeHead(200, { "content-type": isStreamed ? "text/event-stream" : "application/json", "cache-control": "no-cache" });

  await write(response, parts.slice(0, middle));
  if (reply.kind === "held") await reply.gate.pass(response);
  if (reply.kind === "brokenOff") return response.destroy();
  if (reply.kind === "garbled") parts[middle] = garble(parts[middle]);
  await write(response, parts.slice(middle));
  response.end();
}

function refuse(response, { status, body }, { retryAfterSeconds }) {
  sendJson(response, body, status, retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) });
}

/** Returns when all of it is with the system, so that an answer which then breaks off was received so far. */
async function write(response, parts) {
  await new Promise((resolve, reject) => response.write(parts.join(""), error => error ? reject(error) : resolve()));
}

/** Ends in the middle of its JSON, as a part that is one event or as the end of a whole answer. */
function garble(part) {
  return `${halvesOf(part.trimEnd())[0]}\n\n`;
}

function halvesOf(text) {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
