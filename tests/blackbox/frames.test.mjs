import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Home } from "./support/home.mjs";
import { Limit } from "./support/limits.mjs";
import { frame, RawConnection } from "./support/raw.mjs";

const ParseError = -32700;
const InvalidRequest = -32600;
const InvalidParams = -32602;

// Another connection to the same host lives through all of it.
let home;
let other;
let hostId;

before(async () => {
  home = new Home();
  other = await home.connect();
  hostId = other.server.hostId;
});

afterEach(async () => assert.equal((await other.request("host/status", {})).hostId, hostId));

after(() => home.dispose());

const List = { jsonrpc: "2.0", id: "after", method: "session/list", params: {} };
const body = JSON.stringify(List);
const header = (...lines) => `${lines.join("\r\n")}\r\n\r\n`;

/** Frames whose end cannot be known: nothing after them can be read, so a good request that follows is not answered. */
const BrokenFrames = {
  "without a header": `${body}\r\n\r\n`,
  "with an unknown header only": header("Content-Type: application/vscode-jsonrpc; charset=utf-8") + body,
  "with a header line that is none": header("Content-Length") + body,
  "with a length that is not a number": header("Content-Length: many") + body,
  "with a negative length": header("Content-Length: -5") + body,
  "with a fractional length": header(`Content-Length: ${body.length}.5`) + body,
  "with a hexadecimal length": header("Content-Length: 0x40") + body,
  "with a length beyond 64 bits": header("Content-Length: 99999999999999999999999") + body,
  "with a length of 17 MiB": header(`Content-Length: ${17 * 1024 * 1024}`),
  "with a length that is too short": header(`Content-Length: ${body.length - 5}`) + body,
  "with a length that reaches into the next frame": header(`Content-Length: ${body.length + 5}`) + body,
  "with a header of more than 8 KiB": header(`X-Filler: ${"x".repeat(9 * 1024)}`, `Content-Length: ${body.length}`) + body,
  "with a header that never ends": "x".repeat(64 * 1024),
};

for (const [what, bytes] of Object.entries(BrokenFrames)) {
  test(`SEC-03 SEC-07 a frame ${what} is answered with one error and closes this connection only`, Limit, async () => {
    const raw = new RawConnection(home);
    await raw.initialize();
    const before = raw.messages.length;

    raw.send(bytes);
    raw.sendMessage(List);
    const end = await raw.closed();

    assertOneFault(raw.messages.slice(before));
    assert.notEqual(end.code, 0);
  });
}

/** Well-formed frames around something that is no message: what follows could be read. */
const BrokenBodies = {
  "of length zero": header("Content-Length: 0"),
  "that is not JSON": frame("{ this is not JSON"),
  "that is a text": frame("\"session/list\""),
  "that is a number": frame("42"),
  "that is null": frame("null"),
  "that is a batch": frame(`[${body}]`),
  "that is an empty batch": frame("[]"),
};

for (const [what, bytes] of Object.entries(BrokenBodies)) {
  test(`SEC-03 SEC-07 a message ${what} is answered with one error, and ends at most this connection`, Limit, async () => {
    const raw = new RawConnection(home);
    await raw.initialize();
    const before = raw.messages.length;

    raw.send(bytes);
    raw.sendMessage(List);
    await Promise.race([raw.answerTo("after"), raw.closed()]);

    const [fault, ...rest] = raw.messages.slice(before).filter(({ method }) => method === undefined);
    assertFault(fault);
    // The contract does not say whether the connection ends; when it lives, the next request is answered as ever.
    assert.deepEqual(rest.map(({ id }) => id), rest.length > 0 ? ["after"] : []);
    for (const { result } of rest) assert.deepEqual(result.items, []);
  });
}

test("SEC-03 SEC-07 a message that is not UTF-8 is refused, and ends at most this connection", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();
  const text = '{"jsonrpc":"2.0","id":1,"method":"session/list","params":{"cursor":"\xff\xfe\x80"}}';

  raw.send(Buffer.concat([Buffer.from(header(`Content-Length: ${text.length}`)), Buffer.from(text, "latin1")]));

  // The reader may see it before or after it has seen whose request it is, and which member it is in.
  const { error } = await Promise.race([raw.answerTo(1), raw.answerTo(null)]);
  assert.ok([ParseError, InvalidRequest, InvalidParams].includes(error.code), JSON.stringify(error));
});

test("SEC-07 garbage instead of a first frame is answered with one error and closes the connection", Limit, async () => {
  const raw = new RawConnection(home);

  raw.send(Buffer.from(Array.from({ length: 64 * 1024 }, (_, index) => (index * 7919 + 13) % 256)));
  await raw.closed();

  assertOneFault(raw.messages);
});

test("SEC-07 a frame cut off by the end of stdin ends the connection without a word", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();
  const before = raw.messages.length;

  raw.send(`Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
  raw.closeInput();
  await raw.closed();

  assert.ok(raw.messages.length <= before + 1);
});

test("SEC-04 a message just below the limit is read", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();

  raw.sendMessage({ ...List, params: { filler: "x".repeat(16 * 1024 * 1024 - 200) } });

  assert.deepEqual((await raw.answerTo("after")).result.items, []);
});

test("CON-14 headers may be in any case and order, and cut anywhere", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();
  const message = `content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH: ${body.length}\r\n\r\n${body}`;

  for (const byte of Buffer.from(message)) raw.send(Buffer.from([byte]));

  assert.deepEqual((await raw.answerTo("after")).result.items, []);
});

test("SEC-03 objects that are no requests are answered or ignored, and a good one after them is answered", Limit, async () => {
  const raw = new RawConnection(home);
  await raw.initialize();

  for (const message of [{}, { jsonrpc: "2.0" }, { jsonrpc: "2.0", result: 1 }, { jsonrpc: "2.0", id: 77, result: {} }, { jsonrpc: "2.0", id: 78, error: { code: 1, message: "x" } }])
    raw.sendMessage(message);
  raw.sendMessage(List);

  // A server may also treat a message it cannot read as a broken connection, but then it must say so.
  const answer = await Promise.race([raw.answerTo("after"), raw.answerTo(null)]);
  if (answer.error !== undefined) assertFault(answer);
});

function assertOneFault(messages) {
  const answers = messages.filter(({ method }) => method === undefined);
  assert.equal(answers.length, 1, JSON.stringify(messages).slice(0, 1000));
  assertFault(answers[0]);
}

function assertFault(message) {
  assert.equal(message.id, null);
  assert.ok([ParseError, InvalidRequest].includes(message.error.code), JSON.stringify(message));
  assert.ok(message.error.message.length > 0);
}
