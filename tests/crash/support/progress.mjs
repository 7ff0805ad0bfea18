// Counts what is observed of the server, so that what happens "at a random moment" happens after a number of things seen.

export class Progress {
  #count = 0;
  #waiting = new Set();

  /** Something was seen: output, or an answer. */
  note() {
    this.#count++;
    for (const wait of [...this.#waiting]) if (wait.until <= this.#count) wait.settle(true);
  }

  /** Resolves with true when so many more things were seen, and with false when `signal` comes first. */
  after(count, signal) {
    return new Promise(resolve => {
      const settle = isSeen => {
        this.#waiting.delete(wait);
        signal.removeEventListener("abort", giveUp);
        resolve(isSeen);
      };
      const giveUp = () => settle(false);
      const wait = { until: this.#count + count, settle };
      this.#waiting.add(wait);
      signal.addEventListener("abort", giveUp);
      if (signal.aborted) giveUp();
    });
  }
}
