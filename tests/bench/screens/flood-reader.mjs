// A client that looks at a flood: it says what it has read and keeps nothing of it.

import { once } from "node:events";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { Client } from "../../blackbox/support/client.mjs";
import { ServerPath } from "../../blackbox/support/home.mjs";

/** Reads one session in a thread of its own, so that what it decodes delays nothing that is timed here. */
export class FloodReader {
  #worker;

  static async start(home, sessionId) {
    const reader = new FloodReader(new Worker(new URL(import.meta.url), {
      workerData: { environment: home.environment, folder: home.work, sessionId },
    }));
    await reader.#ask("start");
    return reader;
  }

  constructor(worker) {
    this.#worker = worker;
  }

  /** Ends the reading: `{bytes, seconds, resyncs}`, the bytes of output without the screens sent in their place. */
  async stop() {
    const read = await this.#ask("stop");
    await this.#worker.terminate();
    return read;
  }

  async #ask(wish) {
    this.#worker.postMessage(wish);
    const [answer] = await once(this.#worker, "message");
    return answer;
  }
}

/** The other side of it, in the thread. */
class Reading {
  #client;
  #sessionId;
  #bytes = 0;
  #resyncs = 0;
  #startedAt;

  constructor({ environment, folder, sessionId }) {
    this.#sessionId = sessionId;
    this.#client = Client.start(ServerPath, ["serve", "--stdio"], environment, folder);
    this.#client.onEach(() => this.#take());
  }

  async start() {
    await this.#client.initialize();
    this.#startedAt = performance.now();
    const { terminal } = await this.#client.request("session/reveal", { sessionId: this.#sessionId, active: true });
    this.#acknowledge(terminal.epoch, terminal.offset);
  }

  async stop() {
    const read = { bytes: this.#bytes, seconds: (performance.now() - this.#startedAt) / 1000, resyncs: this.#resyncs };
    this.#client.kill();
    await this.#client.exited;
    return read;
  }

  /** The client collects what it is notified of; here that would grow without end. */
  #take() {
    for (const { method, params } of this.#client.notifications.splice(0)) {
      if (method === "terminal/output") this.#read(params);
      else if (method === "session/resync") this.#replace(params);
    }
  }

  #read({ epoch, offset, data }) {
    const { length } = Buffer.from(data, "base64");
    this.#bytes += length;
    this.#acknowledge(epoch, offset + length);
  }

  #replace({ result: { terminal } }) {
    this.#resyncs++;
    this.#acknowledge(terminal.epoch, terminal.offset);
  }

  #acknowledge(epoch, offset) {
    // The server may have ended; then there is nobody to tell.
    this.#client.notify("terminal/ack", { sessionId: this.#sessionId, epoch, offset }).catch(() => {});
  }
}

if (!isMainThread) {
  const reading = new Reading(workerData);
  parentPort.on("message", async wish => parentPort.postMessage(await reading[wish]() ?? null));
}
