// What a client that never reads costs the host. On a host that does little else: what two hundred sessions print makes
// its memory go up and down by more than that.

import { setTimeout as pause } from "node:timers/promises";
import { Home } from "../../blackbox/support/home.mjs";
import { atMost, print, size } from "../report.mjs";
import { Fleet } from "./fleet.mjs";
import { holdings } from "./process.mjs";
import { Wire } from "./wire.mjs";

const Sessions = { printing: 4, echoing: 0, idle: 496 };
const Pace = { linesAtOnce: 50, pauseSeconds: 0.05 };
const Clients = 20;
const Requests = 20;
const SettleSeconds = 15;
const PromisedMebibytes = 1;

export async function deafClients() {
  const home = new Home();
  try {
    const client = await Wire.connect(home);
    const fleet = new Fleet(home, Pace);
    await fleet.start(client, Sessions);
    fleet.go();
    const { reading, deaf } = await measure(home, fleet);
    print("a client that reads, in the host", `${size(reading)} (of ${Clients})`);
    print("a client that never reads, in the host", `${size(deaf)} (of ${Clients})`, atMost(PromisedMebibytes, deaf / 1024 / 1024, "MiB"));
    await fleet.stop(client);
  } finally {
    await home.dispose();
  }
}

/** What the host makes for the first clients of any kind, and keeps, is not counted; what those that read have left is. */
async function measure(home, fleet) {
  await closeAll(await openAll(home, fleet));
  await pause(SettleSeconds * 1000);
  const before = memory(home);
  const readers = await openAll(home, fleet);
  await pause(SettleSeconds * 1000);
  const reading = (memory(home) - before) / Clients;
  await closeAll(readers);
  const clients = await openAll(home, fleet);
  for (const wire of clients) {
    wire.stopReading();
    // What is asked for and not read may not pile up either.
    for (let request = 0; request < Requests; request++) wire.ask("session/list", { limit: 500 });
  }

  await pause(SettleSeconds * 1000);
  const deaf = (memory(home) - before) / Clients;
  await closeAll(clients);
  return { reading, deaf };
}

async function openAll(home, fleet) {
  const clients = [];
  for (let index = 0; index < Clients; index++) {
    const wire = await Wire.connect(home);
    for (const sessionId of fleet.printing) await wire.request("session/reveal", { sessionId });
    await wire.request("session/list", { limit: 500 });
    clients.push(wire);
  }

  return clients;
}

async function closeAll(clients) {
  for (const wire of clients) wire.kill();
  await Promise.all(clients.map(({ exited }) => exited));
}

const memory = home => holdings(home.pidOf("host")).memory;
