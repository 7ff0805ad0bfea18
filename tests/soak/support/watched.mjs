// One session as one connection is told it: where it stands, and whether every byte of it is right.

import { faultIn, faultInSnapshot } from "../../bench/lanes/lines.mjs";

/** Checks everything that comes of a printing session: nothing before a reveal or after an eviction, no gap, no wrong byte. */
export class Watched {
  id;
  isVisible = false;
  /** False while an acknowledgement is withheld. */
  acknowledges = true;
  /** How often everything was replaced because this reader was slow. */
  resyncs = 0;
  bytes = 0;

  #wire;
  #isLive = false;
  #isAsked = false;
  #epoch;
  #offset;

  constructor(wire, id) {
    this.#wire = wire;
    this.id = id;
  }

  get isLive() {
    return this.#isLive;
  }

  get since() {
    return this.#epoch === undefined ? undefined : { epoch: this.#epoch, offset: this.#offset };
  }

  /** Reveals it, from `since` when that is given, and checks the content that is answered. */
  async reveal({ since, ...more } = {}) {
    this.#isAsked = true;
    await this.#wire.request("session/reveal", { sessionId: this.id, ...(since && { since }), ...more }, ({ terminal }) => {
      this.#isAsked = false;
      this.#isLive = this.isVisible = true;
      this.#install(terminal, since);
    });
  }

  async conceal() {
    this.isVisible = false;
    await this.#wire.request("session/conceal", { sessionId: this.id });
  }

  /** What this connection is notified of this session. */
  take(method, params) {
    if (method === "session/evicted") this.#evict();
    else if (!this.#isLive) throw new Error(`${method} of ${this.id} came ${this.#isAsked ? "before the answer to its reveal" : "though it is not revealed"}`);
    else if (method === "terminal/output") this.#append(params);
    else if (method === "session/resync") this.#replace(params);
  }

  /** Says how far this reader is. */
  acknowledge() {
    if (this.acknowledges) this.#wire.notify("terminal/ack", { sessionId: this.id, epoch: this.#epoch, offset: this.#offset });
  }

  #evict() {
    if (this.isVisible) throw new Error(`${this.id} was evicted while it was looked at`);
    this.#isLive = false;
  }

  #append({ epoch, offset, data }) {
    if (epoch !== this.#epoch || offset !== this.#offset) throw new Error(`output of ${this.id} at ${epoch}:${offset} came where ${this.#epoch}:${this.#offset} was due`);
    this.#check(Buffer.from(data, "base64"), offset);
  }

  #replace({ result: { terminal } }) {
    this.resyncs++;
    this.#install(terminal);
  }

  #install({ kind, data, epoch, offset }, since) {
    const bytes = Buffer.from(data, "base64");
    this.#epoch = epoch;
    if (kind === "suffix") return this.#check(bytes, since.offset, offset);
    const fault = faultInSnapshot(bytes.toString("latin1"), offset);
    if (fault) throw new Error(`a snapshot of ${this.id}: ${fault}`);
    this.#offset = offset;
    this.acknowledge();
  }

  #check(bytes, from, to = from + bytes.length) {
    const fault = from + bytes.length === to ? faultIn(bytes, from) : `${bytes.length} bytes stand for ${from} to ${to}`;
    if (fault) throw new Error(`what ${this.id} printed: ${fault}`);
    this.bytes += bytes.length;
    this.#offset = to;
    this.acknowledge();
  }
}
