// Where an answer stands still in its middle until the test lets it go on, so that no test has to guess how long a turn lasts.

import { Happening } from "./happening.mjs";

export class Gate {
  #begun = new Happening();
  #opened = new Happening();
  #hungUp = new Happening();

  /** Resolves when the first half of an answer has been sent. */
  begun(signal) {
    return this.#begun.wait(signal);
  }

  /** Resolves when the agent has gone from an answer of which it had no more than the first half. */
  hungUp(signal) {
    return this.#hungUp.wait(signal);
  }

  /** Lets every answer go on, those too that are asked for later. */
  open() {
    this.#opened.happen();
  }

  /** Holds one response; for the endpoint. Rejects when the agent hangs up instead. */
  async pass(response) {
    this.#begun.happen();
    const gone = new AbortController();
    const leave = () => gone.abort(new Error("the agent hung up"));
    response.once("close", leave);
    if (response.closed) leave();
    try {
      await this.#opened.wait(gone.signal);
    } finally {
      response.off("close", leave);
      if (gone.signal.aborted) this.#hungUp.happen();
    }
  }
}
