// Keeps writing prompts through one follower, each until there is an answer, and sometimes once more after it.

import { isRefusal } from "./follower.mjs";

/** Share of prompts that are sent again though they were answered, in percent. */
const RepeatedShare = 10;

/** Most things observed between two prompts. */
const LongestPause = 40;

export class Writer {
  #running;
  #stopping = new AbortController();

  constructor({ follower, fleet, ledger, progress, random }) {
    this.#running = this.#run(follower, fleet, ledger, progress, random);
    // Told when it is stopped, and by `fault` before.
    this.#running.catch(error => { this.fault = error; });
  }

  async stop() {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(follower, fleet, ledger, progress, random) {
    while (await progress.after(random.between(1, LongestPause), this.#stopping.signal)) {
      const session = random.pick(fleet.ofKind("noting"));
      if (session === undefined) continue;
      const prompt = ledger.write(session);
      await follower.insist((client, isRetry) => send(client, ledger, prompt, isRetry));
      progress.note();
      if (random.chance(RepeatedShare)) await follower.insist(client => send(client, ledger, prompt, true));
    }
  }
}

async function send(client, ledger, prompt, isRetry) {
  const { sessionId, clientMessageId, text } = prompt;
  try {
    const { receipt } = await client.request("session/send", { sessionId, clientMessageId, text });
    ledger.noteReceipt(prompt, receipt, isRetry);
  } catch (error) {
    // A refusal by the contract; anything else is the connection's end, and the prompt is sent again.
    if (!isRefusal(error)) throw error;
    ledger.noteRefusal(prompt, error);
  }
}
