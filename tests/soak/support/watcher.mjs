// A client that looks at some sessions, now at these and now at those, and checks whatever it is sent.

import { Wire } from "../../bench/lanes/wire.mjs";
import { Watched } from "./watched.mjs";

export class Watcher {
  /** The connection there is. */
  wire;

  #home;
  #progress;
  #sessions = new Map();
  #isLeaving = false;

  constructor(home, progress) {
    this.#home = home;
    this.#progress = progress;
  }

  static async start(home, progress) {
    const watcher = new Watcher(home, progress);
    await watcher.connect();
    return watcher;
  }

  get visible() {
    return [...this.#sessions.values()].filter(({ isVisible }) => isVisible);
  }

  get liveIds() {
    return [...this.#sessions.values()].filter(({ isLive }) => isLive).map(({ id }) => id).sort();
  }

  get totals() {
    const all = [...this.#sessions.values()];
    return { bytes: all.reduce((sum, { bytes }) => sum + bytes, 0), resyncs: all.reduce((sum, { resyncs }) => sum + resyncs, 0) };
  }

  /** Looks at a session: from where it was left, when this host is the one that told it. */
  async reveal(id, more) {
    const watched = this.#find(id);
    await watched.reveal({ since: watched.since, ...more });
  }

  /** Connects, again when it was connected before, and looks at what it looked at. */
  async connect() {
    const before = this.wire?.server.hostId;
    const visible = this.visible.map(({ id, since }) => ({ id, since }));
    const wire = await Wire.connect(this.#home);
    this.wire = wire;
    this.#isLeaving = false;
    this.#sessions = new Map();
    wire.listen(message => this.#take(message));
    wire.exited.then(() => this.#check(wire));
    for (const { id, since } of visible) await this.#find(id).reveal(wire.server.hostId === before ? { since } : {});
  }

  /** Ends the connection without a word, as a client that crashes. */
  async vanish() {
    this.#isLeaving = true;
    this.wire.kill();
    await this.wire.exited;
  }

  /** A host is about to be killed under it. */
  expectEnd() {
    this.#isLeaving = true;
  }

  #find(id) {
    if (!this.#sessions.has(id)) this.#sessions.set(id, new Watched(this.wire, id));
    return this.#sessions.get(id);
  }

  #take({ method, params }) {
    this.#progress.note();
    if (params.sessionId === undefined) return;
    const watched = this.#sessions.get(params.sessionId);
    if (watched === undefined) throw new Error(`${method} of ${params.sessionId} came, which was never revealed here`);
    watched.take(method, params);
  }

  #check(wire) {
    if (wire === this.wire && !this.#isLeaving) wire.fault ??= new Error("serve ended though nobody asked it to");
  }
}
