// What a person would see: the bytes of a terminal, interpreted by the same engine that VS Code's terminal uses.

import xterm from "@xterm/headless";

/**
 * A screen that is fed bytes, read as text, and answers device queries as an editor's terminal would.
 * `respond(bytes)` receives those answers; when the server answers queries itself none arrive here, and none are given.
 */
export class Screen {
  #terminal;
  #watchers = new Set();
  #lastOutputAt = performance.now();

  constructor(columns, rows, respond) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
    this.#terminal.onData(text => respond(Buffer.from(text, "utf8")));
    this.#terminal.onBinary(text => respond(Buffer.from(text, "binary")));
  }

  write(bytes) {
    this.#lastOutputAt = performance.now();
    this.#terminal.write(bytes, () => {
      for (const look of this.#watchers) look();
    });
  }

  /** The scrollback and the screen, one line each, right-trimmed. */
  text() {
    const buffer = this.#terminal.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row).translateToString(true));
    return lines.join("\n");
  }

  /** Resolves as soon as the text of the screen matches. */
  waitForText(pattern, signal) {
    return new Promise((resolve, reject) => {
      const end = act => {
        this.#watchers.delete(look);
        signal.removeEventListener("abort", giveUp);
        act();
      };
      const look = () => pattern.test(this.text()) && end(resolve);
      const giveUp = () => end(() => reject(new Error(`the screen never showed ${pattern}; it shows:\n${this.text()}`)));
      this.#watchers.add(look);
      signal.addEventListener("abort", giveUp);
      if (signal.aborted) giveUp();
      else look();
    });
  }

  /** Resolves once nothing has been written for `quietMs`: agents that redraw are not ready to be typed to. */
  async waitForSilence(quietMs, signal) {
    for (;;) {
      signal.throwIfAborted();
      const remainingMs = this.#lastOutputAt + quietMs - performance.now();
      if (remainingMs <= 0) return;
      await new Promise(resolve => setTimeout(resolve, remainingMs));
    }
  }

  dispose() {
    this.#terminal.dispose();
  }
}
