// Something that happens once, which may be waited for before and after it has.

export class Happening {
  #resolve;
  #promise = new Promise(resolve => { this.#resolve = resolve; });

  happen() {
    this.#resolve();
  }

  /** Resolves when it has happened; rejects with the signal's reason. */
  wait(signal) {
    return Promise.race([this.#promise, ...(signal ? [aborted(signal)] : [])]);
  }
}

function aborted(signal) {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
