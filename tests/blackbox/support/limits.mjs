// The one deadline that all tests share, and the one way to wait for what announces itself to nobody.

import { setTimeout as pause } from "node:timers/promises";

/** Options of every test: far above what anything here takes, so that only a hang reaches it. */
export const Limit = { timeout: 60_000 };

/** A single wait inside a test ends earlier than the test, so that the failure says what was waited for. */
export const WaitMs = 20_000;

/** A signal that ends one wait. */
export const deadline = () => AbortSignal.timeout(WaitMs);

/** The interval at which files and processes of others are looked at; the system announces neither. */
const LookAgainMs = 20;

/** Waits for a fact outside the wire: a process that ended, a file that appeared. Returns what `look` returned. */
export async function eventually(what, look, signal = deadline()) {
  for (;;) {
    const found = await look();
    if (found) return found;
    if (signal.aborted) throw new Error(`waited in vain for ${what}`);
    await pause(LookAgainMs);
  }
}
