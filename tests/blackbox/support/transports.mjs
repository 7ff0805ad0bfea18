// The same tests over both ways in which a terminal's bytes travel.

import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";

/** Arguments of `serve` for each way. */
const Transports = { frames: [], channels: ["--multiplex"] };

const chosen = new AsyncLocalStorage();

/** Registers a test once for each way; the homes it makes connect in that way. */
export function testBoth(name, options, body) {
  for (const transport of Object.keys(Transports))
    test(`${name} [${transport}]`, options, t => chosen.run(transport, () => body(t)));
}

/** What a client of the present test is served with. */
export const transportArguments = () => Transports[chosen.getStore() ?? "frames"];
