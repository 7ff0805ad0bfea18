/** One process with a screen of the server in it. Requests are written without waiting; answers come in their order. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "..", "Orchestrator.ScreenHost", "bin", "Release", "net10.0");
const executable = join(folder, process.platform === "win32" ? "Orchestrator.ScreenHost.exe" : "Orchestrator.ScreenHost");

// No single request takes anywhere near this long: beyond it, the screen goes round in circles.
const silenceLimitMs = 30_000;
const batchBytes = 64 * 1024;

export class Host {
  #child;
  #ended;
  #pending = [];
  #answered = 0;
  #batch = [];
  #batchSize = 0;
  #received = Buffer.alloc(0);
  #watchdog;
  #failed;

  constructor() {
    this.#child = spawn(executable, ["oracle"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout.on("data", bytes => this.#receive(bytes));
    // Writing to a process that has ended fails here too; the end itself is told by "close".
    this.#child.stdin.on("error", () => {});
    this.#child.on("error", error => this.#fail(error));
    this.#ended = new Promise(resolve => this.#child.once("close", code => {
      this.#fail(new Error(`the process with the screen ended with ${code}`));
      resolve();
    }));
  }

  /** @returns {Promise<Buffer>} the answer; rejects with what the screen threw */
  ask(operation, data) {
    return new Promise((resolve, reject) => this.#send(operation, data, resolve, reject));
  }

  /** A request whose answer says nothing. When it fails, `onError` is told. */
  post(operation, data, onError) {
    this.#send(operation, data, undefined, onError);
  }

  async close() {
    this.#flush();
    this.#child.stdin.end();
    await this.#ended;
  }

  #send(operation, data, resolve, reject) {
    if (this.#failed) {
      reject(this.#failed);
      return;
    }
    const head = Buffer.allocUnsafe(5);
    head.writeUInt32LE(data.length + 1);
    head[4] = operation.charCodeAt(0);
    this.#batch.push(head, data);
    this.#batchSize += head.length + data.length;
    this.#pending.push(resolve, reject);
    if (this.#batch.length === 2) setImmediate(() => this.#flush());
    if (this.#batchSize > batchBytes) this.#flush();
    this.#watchdog ??= this.#watch();
  }

  #flush() {
    if (this.#batch.length === 0) return;
    this.#child.stdin.write(Buffer.concat(this.#batch));
    this.#batch = [];
    this.#batchSize = 0;
  }

  #receive(bytes) {
    this.#watchdog?.refresh();
    const all = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    let at = 0;
    while (all.length - at >= 4 && all.length - at >= 4 + all.readUInt32LE(at)) {
      const end = at + 4 + all.readUInt32LE(at);
      this.#settle(all[at + 4] === 0, all.subarray(at + 5, end));
      at = end;
    }
    this.#received = all.subarray(at);
    this.#forgetAnswered();
  }

  #settle(worked, data) {
    const resolve = this.#pending[this.#answered++];
    const reject = this.#pending[this.#answered++];
    if (worked) resolve?.(data);
    else reject(new Error(`the screen threw: ${data.toString("utf8")}`));
  }

  #forgetAnswered() {
    if (this.#answered === this.#pending.length) {
      clearTimeout(this.#watchdog);
      this.#watchdog = undefined;
    } else if (this.#answered < 10_000) {
      return;
    }
    this.#pending.splice(0, this.#answered);
    this.#answered = 0;
  }

  #watch() {
    return setTimeout(() => {
      this.#child.kill("SIGKILL");
      this.#fail(new Error(`the screen did not answer for ${silenceLimitMs / 1000} s`));
    }, silenceLimitMs);
  }

  #fail(error) {
    this.#failed ??= error;
    clearTimeout(this.#watchdog);
    const waiting = this.#pending.splice(this.#answered);
    for (let index = 1; index < waiting.length; index += 2) waiting[index](this.#failed);
  }
}
