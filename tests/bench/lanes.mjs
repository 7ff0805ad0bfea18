// What many sessions cost those who look at one. A promise that fails is shown; nothing here fails by time.

import { setTimeout as pause } from "node:timers/promises";
import { Home } from "../blackbox/support/home.mjs";
import { Chain } from "./lanes/chain.mjs";
import { deafClients } from "./lanes/deaf.mjs";
import { costs, Fleet, shares } from "./lanes/fleet.mjs";
import { holdings } from "./lanes/process.mjs";
import { Wire } from "./lanes/wire.mjs";
import { atMost, heading, percentile, print, report, size, timed } from "./report.mjs";

const Sessions = 1000;
const Printing = 200;
const Pace = { linesAtOnce: 5, pauseSeconds: 0.05 };

const Promised = { echoMs: 10, switchMs: 20, coldMs: 30 };
const Echoes = 1000;
const Switches = 1000;
const ColdReveals = 300;
const TrafficSeconds = 20;
const SettleSeconds = 10;
const WarmUpSeconds = 60;
const MemorySeconds = Number(process.env.LANES_SECONDS ?? 600);
const MemorySamples = 10;

/** The part `lanes`. */
export async function lanes() {
  const home = new Home();
  try {
    const client = await Wire.connect(home);
    const fleet = new Fleet(home, Pace);
    heading(`${Sessions} sessions, ${Printing} of them printing ${Pace.linesAtOnce / Pace.pauseSeconds} lines a second each, one revealed`);
    const started = await timed(() => fleet.start(client, { printing: Printing, echoing: 1, idle: Sessions - Printing - 1 }));
    print(`starting ${Sessions} programs`, `${(started / 1000).toFixed(1)} s, ${holdingsOf(home)}`);
    await pause(SettleSeconds * 1000);
    await cost(home, "nobody prints");
    fleet.go();
    // Until then the logs and screens of all that print have their full size.
    await pause(WarmUpSeconds * 1000);
    await traffic(home, client, fleet);
    await echo(client, fleet);
    await switches(home, client, fleet);
    await cold(client, fleet);
    await memory(home);
    await fleet.stop(client);
  } finally {
    await home.dispose();
  }

  await deafClients();
}

async function cost(home, what) {
  const before = costs(home);
  await pause(SettleSeconds * 1000);
  print(`processor over ${SettleSeconds} s, ${what}`, shares(before, costs(home), SettleSeconds));
}

async function traffic(home, client, fleet) {
  const viewer = new Follower(client, fleet.printing[0]);
  await viewer.reveal();
  client.takeTraffic();
  const printedBefore = viewer.offset;
  const before = costs(home);
  await pause(TrafficSeconds * 1000);
  const shared = shares(before, costs(home), TrafficSeconds);
  const printed = viewer.offset - printedBefore;
  const byKind = client.takeTraffic();
  print(`processor over ${TrafficSeconds} s, ${Printing} print`, shared);
  const output = byKind.get("terminal/output");
  print("the revealed session printed", `${size(printed)}`);
  print("terminal/output", `${size(output.bytes)} in ${output.frames} frames, times ${(output.bytes / printed).toFixed(2)} of what it printed`);
  byKind.delete("terminal/output");
  const rest = [...byKind].map(([kind, { frames, bytes }]) => `${kind} ${bytes} B in ${frames}`).join(", ");
  print("everything else that came", rest === "" ? "nothing" : rest, "promised: attention changes alone");
  await viewer.conceal();
}

async function echo(client, fleet) {
  const viewer = new Follower(client, fleet.echoing[0]);
  await viewer.reveal();
  const chain = new Chain();
  const times = [];
  const bare = [];
  for (let index = 0; index < Echoes; index++) {
    times.push(await timed(() => viewer.type("x")));
    bare.push(await timed(() => chain.pass()));
  }

  chain.end();
  report("echo of the focused session meanwhile", times, atMost(Promised.echoMs, percentile(times, 0.95), "ms p95"));
  report("a byte through as many processes that do nothing", bare, `times ${(percentile(times, 0.95) / percentile(bare, 0.95)).toFixed(2)} at p95`);
  await viewer.conceal();
}

async function switches(home, client, fleet) {
  const [one, other] = [1, 2].map(index => new Follower(client, fleet.printing[index]));
  await one.reveal();
  await other.reveal();
  await switchBetween(one, other, Switches / 10);
  const before = holdingsOf(home);
  const times = await switchBetween(one, other, Switches);
  report(`switch between two sessions`, times, atMost(Promised.switchMs, percentile(times, 0.95), "ms p95"));
  print("before and after", `${before}; ${holdingsOf(home)}`);
  await one.conceal();
  await other.conceal();
}

async function switchBetween(one, other, count) {
  const times = [];
  for (let index = 0; index < count; index++, [one, other] = [other, one]) {
    await other.conceal();
    times.push(await timed(() => one.reveal({ since: one.since })));
  }

  return times;
}

/** Each session is revealed again after four others were, so that it has been evicted meanwhile. */
async function cold(client, fleet) {
  const viewers = fleet.printing.slice(10, 18).map(id => new Follower(client, id));
  const times = [];
  for (let index = 0; index < ColdReveals; index++) {
    const viewer = viewers[index % viewers.length];
    const time = await timed(() => viewer.reveal());
    if (index >= viewers.length) times.push(time);
    await viewer.conceal();
  }

  report("reveal after an eviction", times, atMost(Promised.coldMs, percentile(times, 0.95), "ms p95"));
}

async function memory(home) {
  const samples = [];
  for (let index = 0; index <= MemorySamples; index++) {
    if (index > 0) await pause(MemorySeconds * 1000 / MemorySamples);
    samples.push(["host", "hold"].map(verb => holdings(home.pidOf(verb)).memory));
  }

  for (const [index, what] of ["host", "holder"].entries())
    print(`memory of the ${what} over ${MemorySeconds} s`, samples.map(sample => size(sample[index])).join(", "), "promised: flat");
}

function holdingsOf(home) {
  return [["host", "host"], ["holder", "hold"]]
    .map(([what, verb]) => [what, holdings(home.pidOf(verb))])
    .map(([what, { memory, handles, threads }]) => `${what} ${size(memory)}, ${handles} handles, ${threads} threads`)
    .join("; ");
}

/** Follows one session and acknowledges; keeps a position and no content. */
class Follower {
  offset = 0;

  #client;
  #sessionId;
  #epoch;
  #waiting;
  #leave = () => {};

  constructor(client, sessionId) {
    this.#client = client;
    this.#sessionId = sessionId;
  }

  get since() {
    return { epoch: this.#epoch, offset: this.offset };
  }

  async reveal(params = {}) {
    this.#leave();
    this.#leave = this.#client.listen(message => this.#take(message));
    await this.#client.request("session/reveal", { sessionId: this.#sessionId, active: true, ...params },
      ({ terminal }) => this.#move(terminal.epoch, terminal.offset));
  }

  async conceal() {
    await this.#client.request("session/conceal", { sessionId: this.#sessionId });
  }

  async type(text) {
    const due = this.offset + text.length;
    const back = new Promise(resolve => { this.#waiting = { due, resolve }; });
    await this.#client.request("terminal/input", { sessionId: this.#sessionId, data: Buffer.from(text).toString("base64") });
    await back;
  }

  #take({ method, params }) {
    if (params?.sessionId !== this.#sessionId) return;
    if (method === "terminal/output") this.#move(params.epoch, params.offset + Buffer.byteLength(params.data, "base64"));
    else if (method === "session/resync") this.#move(params.result.terminal.epoch, params.result.terminal.offset);
    else if (method === "session/evicted") this.#leave();
  }

  #move(epoch, offset) {
    this.#epoch = epoch;
    this.offset = offset;
    this.#client.notify("terminal/ack", { sessionId: this.#sessionId, epoch, offset });
    if (this.#waiting && offset >= this.#waiting.due) this.#waiting.resolve();
  }
}
