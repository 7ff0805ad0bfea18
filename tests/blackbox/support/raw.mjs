// A `serve` process spoken to in bytes, for what a JSON-RPC library would never send.

import { spawn } from "node:child_process";
import { deadline } from "./limits.mjs";
import { ServerPath } from "./home.mjs";

/** One message as the base protocol frames it. */
export function frame(message) {
  const body = Buffer.from(typeof message === "string" ? message : JSON.stringify(message), "utf8");
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, "ascii"), body]);
}

/** Takes messages out of what comes in pieces; strict, so that anything but frames is an error. */
export class MessageParser {
  /** What has come of a message that is not complete. */
  rest = Buffer.alloc(0);

  /** The messages that this piece completes. */
  take(chunk) {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages = [];
    for (let message = this.#takeMessage(); message !== undefined; message = this.#takeMessage()) messages.push(message);
    return messages;
  }

  #takeMessage() {
    const end = this.rest.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const header = this.rest.subarray(0, end).toString("latin1");
    const [, length] = header.match(/^Content-Length: (\d+)(?:\r\nContent-Type: [^\r\n]+)?$/i) ?? [];
    if (length === undefined) throw new Error(`stdout carries something other than frames: ${JSON.stringify(header)}`);
    const start = end + 4;
    const stop = start + Number(length);
    if (this.rest.length < stop) return undefined;
    const body = this.rest.subarray(start, stop).toString("utf8");
    this.rest = this.rest.subarray(stop);
    return JSON.parse(body);
  }
}

/** Sends any bytes; reads frames strictly, so that anything else on stdout is a failure. */
export class RawConnection {
  /** The messages received so far. */
  messages = [];
  stderr = "";
  exited;

  #child;
  #parser = new MessageParser();
  #watchers = new Set();
  #fault;

  /** Starts `serve --stdio` on a home, whose disposal ends it too. */
  constructor(home) {
    this.#child = spawn(ServerPath, ["serve", "--stdio"], { env: home.environment, cwd: home.work, stdio: "pipe" });
    this.#child.stdout.on("data", chunk => this.#read(chunk));
    this.#child.stderr.setEncoding("utf8").on("data", text => { this.stderr += text; });
    // The server closes its end after a broken frame while the test may still be writing.
    this.#child.stdin.on("error", () => {});
    this.exited = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => {
        resolve({ code, signal });
        this.#wake();
      });
    });
    this.exited.catch(() => {});
    home.onDispose(() => this.#child.kill("SIGKILL"));
  }

  send(bytes) {
    this.#child.stdin.write(bytes);
  }

  sendMessage(message) {
    this.send(frame(message));
  }

  /** From here on nothing is read, as by a client that hangs. */
  stopReading() {
    this.#child.stdout.pause();
  }

  closeInput() {
    this.#child.stdin.end();
  }

  async initialize() {
    this.sendMessage({ jsonrpc: "2.0", id: "initialize", method: "initialize", params: { capabilities: {} } });
    const answer = await this.answerTo("initialize");
    this.sendMessage({ jsonrpc: "2.0", method: "initialized", params: {} });
    return answer.result;
  }

  /** The response that carries this id. */
  answerTo(id) {
    return this.#watch(`an answer to ${JSON.stringify(id)}`, () => this.messages.find(message => isAnswerTo(message, id)));
  }

  /** Resolves when the server has closed the connection; no more messages come after. */
  async closed() {
    const late = new Promise((_, reject) => deadline().addEventListener("abort", () =>
      reject(new Error(`the connection stayed open; it sent ${JSON.stringify(this.messages)}`))));
    const end = await Promise.race([this.exited, late]);
    if (this.#fault) throw this.#fault;
    if (this.#parser.rest.length > 0) throw new Error(`stdout ended inside a frame: ${JSON.stringify(this.#parser.rest.toString())}`);
    return end;
  }

  #watch(what, look) {
    return new Promise((resolve, reject) => {
      const attempt = late => {
        const found = look();
        if (this.#fault) reject(this.#fault);
        else if (found !== undefined) resolve(found);
        else if (late) reject(new Error(`waited in vain for ${what}; it sent ${JSON.stringify(this.messages)}; stderr: ${this.stderr.slice(-2000)}`));
        else return;
        this.#watchers.delete(attempt);
      };
      this.#watchers.add(attempt);
      deadline().addEventListener("abort", () => attempt(true));
      this.exited.then(() => attempt(true), reject);
      attempt(false);
    });
  }

  #read(chunk) {
    try {
      this.messages.push(...this.#parser.take(chunk));
    } catch (error) {
      this.#fault = error;
    }
    this.#wake();
  }

  #wake() {
    for (const attempt of [...this.#watchers]) attempt(false);
  }
}

/** JSON.parse keeps `id:null`, and a message without an id has none to compare. */
function isAnswerTo(message, id) {
  return "id" in message && message.method === undefined && message.id === id;
}
