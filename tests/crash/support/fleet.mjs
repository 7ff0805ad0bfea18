// The sessions of a run: fake agents that print numbered lines, that note what they are asked, and that will not end.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { eventually } from "../../blackbox/support/limits.mjs";
import { isUp } from "../../blackbox/support/sessions.mjs";

export const FakeAgent = resolve(import.meta.dirname, "../../Orchestrator.FakeAgent/bin/Release/net10.0/fake-agent");

const Styles = ["plain", "bursts", "colours", "moves"];
const Printing = 14;
const Noting = 4;

/** Not even the loss of their terminal ends these; the second one not before it is killed. */
const Stubborn = [
  [FakeAgent, "ignore-interrupts"],
  ["/bin/sh", "-c", "trap '' HUP INT TERM; echo ready; while :; do sleep 60; done"],
];

/** Started anew as a whole whenever its holder was killed. */
export class Fleet {
  /** `{id, kind, style?, journal?, pid}` of each session. */
  members = [];

  #home;
  #generation = 0;

  constructor(home) {
    if (!existsSync(FakeAgent)) throw new Error("The fake agent is not built: run this through npm test -- --only crash.");
    this.#home = home;
  }

  ofKind(kind) {
    return this.members.filter(member => member.kind === kind);
  }

  /** Starts every session and waits until all of them are ready for what a run does to them. */
  async start(client) {
    this.#generation++;
    const plans = [
      ...Array.from({ length: Printing }, (_, index) => this.#printing(Styles[index % Styles.length])),
      ...Array.from({ length: Noting }, (_, index) => this.#noting(index)),
      ...Stubborn.map(args => ({ kind: "stubborn", args })),
    ];
    this.members = await Promise.all(plans.map(plan => this.#startOne(client, plan)));
  }

  /** One more session, which is none of the fleet; its process runs when this completes. */
  async startGuest(client) {
    const { session } = await client.request("session/create", { agent: "command", args: ["/bin/sleep", "600"], cwd: this.#home.work });
    await client.waitForSession(session.id, isUp);
    return session.id;
  }

  #printing(style) {
    return { kind: "printing", style, args: [FakeAgent, "lines", style] };
  }

  #noting(index) {
    const journal = join(this.#home.root, `journal-${this.#generation}-${index}.jsonl`);
    return { kind: "noting", journal, args: ["/bin/sh", "-c", 'stty raw -echo; exec "$0" "$@"', FakeAgent, "journal", journal] };
  }

  async #startOne(client, { args, ...member }) {
    const title = member.style ?? member.kind;
    const { session: { id } } = await client.request("session/create", { agent: "command", args, cwd: this.#home.work, title });
    await client.waitForSession(id, isUp);
    // Each of them prints as soon as it can be used.
    const { pid } = await eventually(`${title} to print`, async () => {
      const { detail } = await client.request("session/get", { sessionId: id });
      return detail.terminal.offset > 0 && detail;
    });
    return { id, pid, ...member };
  }
}
