// Many sessions of few kinds, started no faster than a host can, so that what follows is not the cost of starting.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../blackbox/support/limits.mjs";
import { cpuMs } from "../cpu.mjs";
import { Echo, Idle, printerOf } from "./lines.mjs";

/** Sessions that are being started at a time: as many as a person could never click. */
const AtOnce = 8;

/** Fills a reader's window within two seconds. */
const LoudPace = { linesAtOnce: 300, pauseSeconds: 0.1 };

/** Far above what starting a thousand programs takes. */
const LongestStartMs = 300_000;

/** The sessions of a run: ids by kind, and the word that lets the printing ones begin. */
export class Fleet {
  printing = [];
  loud = [];
  echoing = [];
  idle = [];

  #home;
  #go;
  #pace;

  /** `pace`: how many lines each printing session prints at once, and the pause after them in seconds. */
  constructor(home, pace) {
    this.#home = home;
    this.#pace = pace;
    this.#go = join(home.work, "go");
  }

  /** Starts sessions of each kind, and waits until every program runs. */
  async start(client, { printing, loud = 0, echoing, idle }) {
    const printer = printerOf({ ...this.#pace, go: this.#go });
    const plans = [
      ...Array.from({ length: loud }, () => ["loud", printerOf({ ...LoudPace, go: this.#go })]),
      ...Array.from({ length: printing }, () => ["printing", printer]),
      ...Array.from({ length: echoing }, () => ["echoing", Echo]),
      ...Array.from({ length: idle }, () => ["idle", Idle]),
    ];
    const next = plans.values();
    await Promise.all(Array.from({ length: AtOnce }, async () => {
      for (const [kind, args] of next) this[kind].push(await this.#startOne(client, kind, args));
    }));
    await eventually(`${plans.length} programs to run`, async () => {
      const { sessions } = await client.request("host/status", {});
      if (sessions.ended) throw new Error("A program of the load ended at once; the printing ones need perl, which Debian's perl-base brings.");
      return (sessions.active ?? 0) + (sessions.detached ?? 0) === plans.length;
    }, AbortSignal.timeout(LongestStartMs));
  }

  /** Lets the printing sessions begin. */
  go() {
    writeFileSync(this.#go, "");
  }

  /** Ends every session at once; a test's own way of asking for the end of each is far slower. */
  async stop(client) {
    const all = [...this.loud, ...this.printing, ...this.echoing, ...this.idle];
    const next = all.values();
    await Promise.all(Array.from({ length: AtOnce }, async () => {
      for (const sessionId of next) await client.request("session/stop", { sessionId, force: true });
    }));
    await eventually("every session to end", async () => {
      const { sessions } = await client.request("host/status", {});
      return (sessions.ended ?? 0) === all.length;
    }, AbortSignal.timeout(LongestStartMs));
  }

  async #startOne(client, title, args) {
    const { session } = await client.request("session/create", { agent: "command", args, cwd: this.#home.work, title });
    return session.id;
  }
}

/** What each part of the product, and the programs, have cost on a processor so far, in milliseconds. */
export function costs(home) {
  const programs = home.agents().map(({ pid }) => pid);
  return {
    host: cpuMs(home.pidOf("host")),
    holder: cpuMs(home.pidOf("hold")),
    relays: sum(home.serversAs("serve").map(({ pid }) => cpuMs(pid))),
    programs: sum(programs.map(cpuMs)),
  };
}

/** The difference of two costs as shares of a core. */
export function shares(before, after, seconds) {
  return Object.entries(after)
    .map(([what, cpu]) => `${what} ${((cpu - before[what]) / 10 / seconds).toFixed(1)} %`)
    .join(", ");
}

const sum = values => values.reduce((total, value) => total + value, 0);
