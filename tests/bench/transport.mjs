// What one revealed flood costs on the wire and on a processor, as frames and on a channel. Nothing here can fail by time.

import { Home } from "../blackbox/support/home.mjs";
import { createCommand, isEnded } from "../blackbox/support/sessions.mjs";
import { cpuMs } from "./cpu.mjs";
import { heading, ms, print, size } from "./report.mjs";

const FloodBytes = 100 * 1024 * 1024;

/** The part `transport`. */
export async function transport() {
  for (const [name, ...more] of [["plain frames"], ["multiplexed", "--multiplex"]]) await measure(name, more);
}

async function measure(name, more) {
  const home = new Home();
  try {
    const client = await home.connect({}, ...more);
    const line = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const { id } = await createCommand(client, home, `read -r go; yes '${line}' | head -c ${FloodBytes}`);
    await client.request("session/reveal", { sessionId: id });
    const output = countOutput(client, id);
    const before = cost(client, home);
    const startedAt = performance.now();
    await client.request("terminal/input", { sessionId: id, data: Buffer.from("go\r").toString("base64") });
    await client.waitForSession(id, isEnded);
    report(name, output, performance.now() - startedAt, before, cost(client, home));
  } finally {
    await home.dispose();
  }
}

/** Acknowledges at once, so that only the machine limits how much comes; what does not is replaced by resyncs. */
function countOutput(client, sessionId) {
  const output = { bytes: 0, resyncs: 0 };
  client.onEach(() => {
    const { method, params } = client.notifications.at(-1);
    if (params?.sessionId !== sessionId) return;
    if (method === "session/resync") {
      output.resyncs++;
      const { epoch, offset } = params.result.terminal;
      client.notify("terminal/ack", { sessionId, epoch, offset }).catch(() => {});
    } else if (method === "terminal/output") {
      const bytes = Buffer.byteLength(params.data, "base64");
      output.bytes += bytes;
      client.notify("terminal/ack", { sessionId, epoch: params.epoch, offset: params.offset + bytes }).catch(() => {});
    }
  });
  return output;
}

function cost(client, home) {
  return { wire: client.bytesRead, host: cpuMs(home.hostPid()), relay: cpuMs(client.pid) };
}

function report(name, { bytes, resyncs }, elapsed, before, after) {
  const mebibytes = bytes / 1024 / 1024;
  heading(`${size(FloodBytes)} printed into a revealed session, ${name}`);
  print("output that reached the client", `${size(bytes)} and ${resyncs} resyncs in ${ms(elapsed)}`);
  print("bytes on the wire for each of them", ((after.wire - before.wire) / bytes).toFixed(3));
  for (const process of ["host", "relay"]) {
    const cpu = after[process] - before[process];
    print(`${process}, time on a processor`, `${ms(cpu)}, ${ms(cpu / mebibytes)} for each MiB that reached the client`);
  }
}
