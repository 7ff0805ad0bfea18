// One `serve` process and the JSON-RPC connection to it, through the same library an editor uses.

import { spawn } from "node:child_process";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { deadline } from "./limits.mjs";
import { MultiplexedStreams } from "./multiplexed.mjs";

/** Without the timer that would keep a run alive for ever after a process that was killed in the middle of a message. */
function frameReader(input) {
  const reader = new StreamMessageReader(input);
  reader.partialMessageTimeout = 0;
  return reader;
}

/** Requests, collected notifications, and the ways to wait for them. */
export class Client {
  /** The result of `initialize`. */
  server;
  /** Everything the server has notified, in order: `{method, params}`. */
  notifications = [];
  /** What the process wrote to stderr so far. */
  stderr = "";
  /** What a watcher of notifications threw first; it fails every wait. */
  fault;
  /** Resolves with `{code, signal}` when the process has ended, however long that takes. */
  exited;

  #child;
  #lastMessageAt = performance.now();
  #connection;
  #watchers = new Set();
  #reportFault;
  #failing = new Promise((_, reject) => { this.#reportFault = reject; });

  /** The multiplexed streams, when there are some. */
  streams;

  static start(executable, args, environment, folder, options) {
    const child = spawn(executable, args, { env: environment, cwd: folder, stdio: "pipe" });
    return new Client(child, args.includes("--multiplex") ? new MultiplexedStreams(child, options) : undefined);
  }

  constructor(child, streams) {
    this.#child = child;
    this.streams = streams;
    child.stderr.setEncoding("utf8").on("data", text => { this.stderr += text; });
    // Writing to a process that has ended is what some tests are about; its end is seen in `exited`.
    child.stdin.on("error", () => {});
    this.exited = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    this.exited.catch(() => {});

    this.#connection = createMessageConnection(
      streams?.reader ?? frameReader(child.stdout), streams?.writer ?? new StreamMessageWriter(child.stdin));
    this.#connection.onNotification((method, params) => this.#collect({ method, params }));
    this.#connection.onError(() => {});
    this.#failing.catch(() => {});
    this.#connection.listen();
  }

  get pid() {
    return this.#child.pid;
  }

  /** What has been read of its output. */
  get bytesRead() {
    return this.#child.stdout.bytesRead;
  }

  async initialize(params = {}) {
    this.server = await this.request("initialize", { processId: null, capabilities: {}, ...params });
    await this.notify("initialized", {});
    return this.server;
  }

  /** Rejects with the server's error (`code`, `message`, `data`), or when nothing answers. */
  request(method, params, token) {
    const answer = params === undefined
      ? this.#connection.sendRequest(method, ...(token ? [token] : []))
      : this.#connection.sendRequest(method, params, ...(token ? [token] : []));
    return this.#whileAlive(answer, `an answer to ${method}`);
  }

  /** Rejects when there is nobody to tell any more. */
  async notify(method, params) {
    return params === undefined ? this.#connection.sendNotification(method) : this.#connection.sendNotification(method, params);
  }

  /** The code of the error that a request is answered with; fails when it succeeds. */
  async refusal(method, params) {
    const result = await this.request(method, params).then(value => ({ value }), error => ({ error }));
    if (result.error === undefined) throw new Error(`${method} was not refused but answered ${JSON.stringify(result.value)}`);
    if (result.error.code === undefined) throw result.error;
    return result.error;
  }

  /** A place in the notifications, for waits that must not be satisfied by the past. */
  get position() {
    return this.notifications.length;
  }

  /** The first notification from `position` on that satisfies `predicate(params)`. */
  waitFor(method, predicate = () => true, position = 0) {
    return this.watch(`${method}`, () => this.#find(method, predicate, position)?.params);
  }

  /** Calls a listener after every notification, for as long as the client lives. */
  onEach(listener) {
    this.#watchers.add(listener);
  }

  /** Looks after every notification until `look` returns something other than undefined. */
  watch(what, look) {
    return this.#whileAlive(new Promise((resolve, reject) => {
      const attempt = () => {
        try {
          const found = look();
          if (found === undefined) return;
          resolve(found);
        } catch (error) {
          reject(error);
        }
        this.#watchers.delete(attempt);
      };
      this.#watchers.add(attempt);
      attempt();
    }), what);
  }

  /** The newest state of a session, as soon as it satisfies `predicate`. */
  async waitForSession(sessionId, predicate, what = String(predicate)) {
    const { session } = await this.request("session/get", { sessionId });
    if (predicate(session)) return session;
    let newest = session;
    return this.watch(`session ${sessionId} to satisfy ${what}`, () => {
      const later = this.changesOf(sessionId).findLast(change => change.revision > session.revision);
      newest = later ?? newest;
      return predicate(newest) ? newest : undefined;
    });
  }

  /** Every summary of one session that was pushed, in order. */
  changesOf(sessionId) {
    return this.notifications
      .filter(({ method }) => method === "sessions/changed")
      .flatMap(({ params }) => params.changed ?? [])
      .filter(summary => summary.id === sessionId);
  }

  /** Resolves with `{code, signal}` when the process has ended; fails when it goes on. */
  ended() {
    const late = new Promise((_, reject) => deadline().addEventListener("abort", () =>
      reject(new Error(`serve goes on; stderr: ${this.stderr.slice(-2000)}`))));
    return Promise.race([this.exited, late]);
  }

  /** Ends the client's side of stdin, as an editor that went away. */
  closeInput() {
    this.#child.stdin.end();
  }

  kill(signal = "SIGKILL") {
    this.#child.kill(signal);
  }

  #collect(notification) {
    this.#lastMessageAt = performance.now();
    this.notifications.push(notification);
    try {
      for (const attempt of [...this.#watchers]) attempt();
    } catch (error) {
      // What a viewer finds wrong in what it was sent fails whatever is being waited for, now and later.
      this.fault ??= error;
      this.#reportFault(error);
    }
  }

  #find(method, predicate, position) {
    return this.notifications.slice(position).find(found => found.method === method && predicate(found.params));
  }

  /** Says which side a connection that stands still waits for. */
  get #traffic() {
    return `${this.bytesRead} bytes were read, the last message ${Math.round(performance.now() - this.#lastMessageAt)} ms ago, ` +
      `and ${this.#child.stdin.writableLength} wait to be taken${this.streams?.fault ? `; ${this.streams.fault}` : ""}`;
  }

  /** A wait that also ends when the process does, or when the deadline passes. */
  #whileAlive(promise, what) {
    const signal = deadline();
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`waited in vain for ${what}; ${this.#traffic}; stderr: ${this.stderr.slice(-2000)}`));
      signal.addEventListener("abort", late);
      const settle = act => value => {
        signal.removeEventListener("abort", late);
        act(value);
      };
      promise.then(settle(resolve), settle(reject));
      this.#failing.catch(settle(reject));
      this.exited.then(
        ({ code }) => setImmediate(settle(() => reject(new Error(`serve ended (${code}) before ${what}; stderr: ${this.stderr.slice(-2000)}`)))),
        settle(reject));
    });
  }
}
