// Many sessions and a few clients that do what comes to their minds, all of it from one seed. What must hold is looked at all along.

import assert from "node:assert/strict";
import { Random } from "../../bench/corpora/random.mjs";
import { Fleet } from "../../bench/lanes/fleet.mjs";
import { faultInSnapshot } from "../../bench/lanes/lines.mjs";
import { holdings } from "../../bench/lanes/process.mjs";
import { Wire } from "../../bench/lanes/wire.mjs";
import { Home } from "../../blackbox/support/home.mjs";
import { deadline, eventually } from "../../blackbox/support/limits.mjs";
import { Progress } from "../../crash/support/progress.mjs";
import { Watcher } from "./watcher.mjs";

const Pace = { linesAtOnce: 5, pauseSeconds: 0.05 };
const Watchers = 2;
const Loud = 2;
const DeafReveals = 4;

/** Most notifications between two actions. */
const LongestPeace = 30;

/** Every how many actions the state of the whole is looked at. */
const LookAfter = 10;

/** How many notifications a reader that stalls lets pass: more than a second of them. */
const LongestStall = 300;

export class Soak {
  /** What was done how often. */
  counts = {};

  #home = new Home();
  #random;
  #progress = new Progress();
  #fleet = new Fleet(this.#home, Pace);
  #control;
  #watchers = [];
  #deaf;
  #limit;
  #read = { bytes: 0, resyncs: 0 };

  constructor(seed) {
    this.#random = new Random(Math.imul(seed, 0x9e3779b1));
  }

  /** Bytes of memory of the host now. */
  get hostMemory() {
    return holdings(this.#home.pidOf("host")).memory;
  }

  /** Bytes that were checked one by one, and how often a slow reader got a snapshot in their place. */
  get totals() {
    return this.#watchers.map(({ totals }) => totals).concat(this.#read)
      .reduce((sum, { bytes, resyncs }) => ({ bytes: sum.bytes + bytes, resyncs: sum.resyncs + resyncs }));
  }

  async start({ sessions, printing }) {
    this.#control = await Wire.connect(this.#home);
    this.#limit = this.#control.server.limits.liveSessions;
    await this.#fleet.start(this.#control, { printing: printing - Loud, loud: Loud, echoing: 1, idle: sessions - printing - 1 });
    this.#fleet.go();
    for (let index = 0; index < Watchers; index++) this.#watchers.push(await Watcher.start(this.#home, this.#progress));
    for (const watcher of this.#watchers) await watcher.reveal(this.#fleet.printing[0]);
    await this.#connectDeaf();
  }

  /** Does what comes next in the order of the seed, and looks at what must hold now and then. */
  async act(step) {
    const action = this.#random.pick(Actions);
    const watcher = this.#random.pick(this.#watchers);
    this.counts[action] = (this.counts[action] ?? 0) + 1;
    await this[action](watcher);
    if (step % LookAfter === 0) await this.look();
    assert.ok(await this.#progress.after(this.#random.between(1, LongestPeace), deadline()), "the sessions that are looked at go on printing");
    this.#throwFaults();
  }

  /** The host is killed, and everybody comes back to the next one. */
  async crash() {
    this.counts.crash = (this.counts.crash ?? 0) + 1;
    const everybody = [this.#control, this.#deaf, ...this.#watchers.map(({ wire }) => wire)];
    for (const watcher of this.#watchers) watcher.expectEnd();
    process.kill(this.#home.pidOf("host"), "SIGKILL");
    // What does not read does not see the end either.
    this.#deaf.kill();
    await Promise.all(everybody.map(({ exited }) => exited));
    this.#control = await Wire.connect(this.#home);
    for (const watcher of this.#watchers) await this.#connectAgain(watcher);
    await this.#connectDeaf();
  }

  /** What must hold at any moment at which nothing is under way. */
  async look() {
    const { connections, queues, sessions } = await this.#control.request("host/status", {});
    for (const { liveSessions } of connections) assert.ok(liveSessions.length <= this.#limit, `${liveSessions.length} sessions are live on one connection`);
    for (const { name, items, maxItems } of queues) assert.ok(items <= maxItems, `${name} holds ${items} of ${maxItems}`);
    const { total } = await this.#control.request("session/list", { limit: 1 });
    assert.equal((sessions.active ?? 0) + (sessions.detached ?? 0), total, "every session runs");
    this.#throwFaults();
  }

  /** Every session that prints is looked at once: what its screen shows is what it must have printed. */
  async lookAtAll() {
    for (const sessionId of this.#printing) {
      const { offset, data } = await this.#control.request("terminal/snapshot", { sessionId, format: "text" });
      assert.equal(faultInSnapshot(data, offset), undefined, sessionId);
    }
  }

  async end() {
    await this.#fleet.stop(this.#control);
    await this.#home.dispose();
  }

  /** After a failure: nothing is waited for. */
  async abandon() {
    for (const { pid } of this.#home.processes()) process.kill(pid, "SIGKILL");
    await this.#home.dispose();
  }

  async reveal(watcher) {
    await this.#lookAt(watcher, this.#random.pick(this.#printing));
  }

  async conceal(watcher) {
    if (watcher.visible.length > 1) await this.#random.pick(watcher.visible).conceal();
  }

  async switchBack(watcher) {
    const [one] = watcher.visible;
    await one.conceal();
    await one.reveal({ since: one.since, active: true });
  }

  /** Says nothing of what it reads, until it has been given a snapshot or enough has passed. */
  async withhold(watcher) {
    const [loud] = this.#fleet.loud;
    if (!watcher.visible.some(({ id }) => id === loud)) await this.#lookAt(watcher, loud);
    const watched = watcher.visible.find(({ id }) => id === loud);
    watched.acknowledges = false;
    await this.#progress.after(LongestStall, deadline());
    watched.acknowledges = true;
    watched.acknowledge();
  }

  /** Reads nothing at all for a while. */
  async stall(watcher) {
    watcher.wire.stopReading();
    await this.#progress.after(LongestPeace, deadline());
    watcher.wire.readOn();
  }

  async disconnect(watcher) {
    await watcher.vanish();
    await this.#connectAgain(watcher);
  }

  async acknowledge(watcher) {
    // Out of the blue, and about nothing.
    for (const sessionId of this.#fleet.printing.slice(0, 3)) watcher.wire.notify("terminal/ack", { sessionId, epoch: "1", offset: this.#random.below(1_000_000_000) });
  }

  /** Types into a session that sends it back. */
  async echo() {
    const [sessionId] = this.#fleet.echoing;
    const token = `<${this.#random.below(1_000_000_000)}>`;
    await this.#control.request("terminal/input", { sessionId, data: Buffer.from(token).toString("base64") });
    await eventually(`${token} to be sent back`, async () => {
      const { data } = await this.#control.request("terminal/snapshot", { sessionId, format: "text" });
      return data.replaceAll("\n", "").includes(token);
    });
  }

  get #printing() {
    return [...this.#fleet.loud, ...this.#fleet.printing];
  }

  async #lookAt(watcher, id) {
    // No more is looked at than fits, so that there is always something that may be evicted.
    while (watcher.visible.length >= this.#limit) await this.#random.pick(watcher.visible).conceal();
    await watcher.reveal(id, { active: this.#random.chance(50) });
  }

  async #connectAgain(watcher) {
    const { bytes, resyncs } = watcher.totals;
    this.#read = { bytes: this.#read.bytes + bytes, resyncs: this.#read.resyncs + resyncs };
    await watcher.connect();
  }

  async #connectDeaf() {
    this.#deaf = await Wire.connect(this.#home);
    for (const sessionId of this.#printing.slice(0, DeafReveals)) await this.#deaf.request("session/reveal", { sessionId });
    this.#deaf.stopReading();
  }

  #throwFaults() {
    for (const { wire } of this.#watchers) if (wire.fault) throw wire.fault;
  }
}

/** Likelier what stands here more often. */
const Actions = [
  "reveal", "reveal", "reveal", "reveal", "conceal", "conceal", "switchBack", "switchBack", "acknowledge", "echo", "echo", "stall", "withhold", "disconnect",
];
