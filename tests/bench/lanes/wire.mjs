// A client that keeps nothing of what it is sent: it counts every byte that comes by the kind of message, and hands it on.

import { spawn } from "node:child_process";
import { ServerPath } from "../../blackbox/support/home.mjs";
import { deadline } from "../../blackbox/support/limits.mjs";
import { frame } from "../../blackbox/support/raw.mjs";

const HeaderEnd = "\r\n\r\n";

/** One `serve` process, for runs that last too long to keep every notification. */
export class Wire {
  /** Resolves with `{code, signal}` when the process has ended. */
  exited;
  /** The result of `initialize`. */
  server;
  /** What a listener threw first; it fails every request from then on. */
  fault;

  #child;
  #traffic = new Map();
  #listeners = new Set();
  #pending = new Map();
  #lastId = 0;
  #chunks = [];
  #length = 0;
  #due;

  static async connect(home) {
    const wire = new Wire(home);
    wire.server = await wire.request("initialize", {
      processId: null, capabilities: {}, workspaceFolders: [{ uri: `file://${home.work}`, name: "work" }],
    });
    wire.notify("initialized", {});
    return wire;
  }

  constructor(home) {
    this.#child = spawn(ServerPath, ["serve", "--stdio"], { env: home.environment, cwd: home.work, stdio: ["pipe", "pipe", "ignore"] });
    // Its end is seen in `exited`.
    this.#child.stdin.on("error", () => {});
    this.#child.stdout.on("data", chunk => this.#read(chunk));
    this.exited = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => resolve({ code, signal }));
    });
    this.exited.then(end => this.#giveUp(`serve ended (${end.code ?? end.signal})`), error => this.#giveUp(error.message));
    home.onDispose(() => this.kill());
  }

  get pid() {
    return this.#child.pid;
  }

  /** Calls `listener({method, params})` for every notification, until the function that is answered is called. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Rejects with the server's error, when the connection ends, and when no answer comes. `onResult` is called in the
   * order of what comes: before any listener hears of what follows.
   */
  request(method, params, onResult = () => {}) {
    if (this.fault) return Promise.reject(this.fault);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const signal = deadline();
      const late = () => this.#settle(id, new Error(`waited in vain for an answer to ${method}`));
      signal.addEventListener("abort", late);
      this.#pending.set(id, { resolve, reject, onResult, done: () => signal.removeEventListener("abort", late) });
      this.#child.stdin.write(frame({ jsonrpc: "2.0", id, method, params }));
    });
  }

  notify(method, params) {
    this.#child.stdin.write(frame({ jsonrpc: "2.0", method, params }));
  }

  /** Sends without waiting for what is answered. */
  ask(method, params) {
    this.request(method, params).catch(() => {});
  }

  /** What came since the last call: by method, or "answer", `{frames, bytes}` with headers. */
  takeTraffic() {
    const taken = this.#traffic;
    this.#traffic = new Map();
    return taken;
  }

  /** From here on nothing is read, as by a client that hangs. */
  stopReading() {
    this.#child.stdout.pause();
  }

  /** Reads on, from what came first. */
  readOn() {
    this.#child.stdout.resume();
  }

  /** Ends its side, as an editor that closes. */
  close() {
    this.#child.stdin.end();
  }

  kill() {
    this.#child.kill("SIGKILL");
  }

  #read(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#readNext()) {
      // A chunk may hold several frames.
    }
  }

  #readNext() {
    if (this.#due === undefined && !this.#readHeader()) return false;
    if (this.#length < this.#due.total) return false;
    this.#readBody();
    return true;
  }

  // Content-Length: 123
  #readHeader() {
    if (this.#length === 0) return false;
    const all = this.#join();
    const end = all.indexOf(HeaderEnd);
    if (end < 0) return false;
    const start = end + HeaderEnd.length;
    this.#due = { start, total: start + Number(all.toString("latin1", 0, end).match(/^Content-Length: (\d+)/)[1]) };
    return true;
  }

  #readBody() {
    const all = this.#join();
    const { start, total } = this.#due;
    this.#due = undefined;
    this.#chunks = [all.subarray(total)];
    this.#length -= total;
    this.#take(JSON.parse(all.toString("utf8", start, total)), total);
  }

  #join() {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0];
  }

  #take(message, bytes) {
    const kind = message.method ?? "answer";
    const known = this.#traffic.get(kind) ?? { frames: 0, bytes: 0 };
    this.#traffic.set(kind, { frames: known.frames + 1, bytes: known.bytes + bytes });
    try {
      if (message.method === undefined) this.#answer(message);
      else for (const listener of [...this.#listeners]) listener(message);
    } catch (error) {
      this.fault ??= error;
      this.#giveUp(error.message);
    }
  }

  #answer({ id, error, result }) {
    if (!error) this.#pending.get(id)?.onResult(result);
    this.#settle(id, error && Object.assign(new Error(error.message), error), result);
  }

  #settle(id, error, result) {
    const waiting = this.#pending.get(id);
    if (waiting === undefined) return;
    this.#pending.delete(id);
    waiting.done();
    if (error) waiting.reject(error);
    else waiting.resolve(result);
  }

  #giveUp(why) {
    for (const id of [...this.#pending.keys()]) this.#settle(id, this.fault ?? new Error(why));
  }
}
