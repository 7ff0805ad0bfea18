// One connection that looks at one session, as an editor does: with a terminal that shows what the protocol says.

import { Xterm } from "../../screens/support/xterm.mjs";

/**
 * Shows a session on a terminal that is made for it, or on one that showed something else before. Snapshots go onto it
 * as it is, at the size they were made for; sizes take effect where they come among the output.
 */
export class Viewer {
  screen;
  /** The `terminal` of the last result. */
  content;
  /** Every result and resync that was shown: "snapshot", "suffix" or "none". */
  kinds = [];
  /** What the terminal itself would have answered to the program. */
  answers = "";

  #client;
  #sessionId;
  #offset;
  #applied = 0;
  #isRevealed = false;
  #chunks = [];

  /** `screen` has feed(bytes) and resize(columns, rows); without one a new terminal is made at the first result. */
  constructor(client, sessionId, screen) {
    this.#client = client;
    this.#sessionId = sessionId;
    this.screen = screen;
    client.onEach(() => this.#apply());
  }

  /** Where this viewer stands; what `since` takes. */
  get since() {
    return { epoch: this.content.epoch, offset: this.#offset };
  }

  get offset() {
    return this.#offset;
  }

  /** The bytes of suffixes and output since the last snapshot. */
  get bytes() {
    return Buffer.concat(this.#chunks);
  }

  async reveal(params = {}) {
    this.#isRevealed = false;
    const { terminal } = await this.#client.request("session/reveal", { sessionId: this.#sessionId, active: false, ...params });
    // What came before the result is contained in it.
    this.#applied = this.#client.position;
    this.#install(terminal);
    this.#isRevealed = true;
    return terminal;
  }

  async conceal() {
    this.#isRevealed = false;
    await this.#client.request("session/conceal", { sessionId: this.#sessionId });
  }

  /** Takes the lead with a size of its own: it comes into force after what the answer holds. */
  async lead(columns, rows, params = {}) {
    const terminal = await this.reveal({ ...params, active: true, cols: columns, rows });
    this.screen.resize(columns, rows);
    return terminal;
  }

  /** Resolves when the viewer has got this far. */
  waitForOffset(offset) {
    return this.#client.watch(`offset ${offset} of ${this.#sessionId}`, () => this.#offset >= offset || undefined);
  }

  /** Resolves when what the terminal shows satisfies `predicate(screen)`. */
  waitFor(what, predicate) {
    return this.#client.watch(what, () => (this.screen && predicate(this.screen)) || undefined);
  }

  #apply() {
    for (; this.#applied < this.#client.notifications.length; this.#applied++) {
      const { method, params } = this.#client.notifications[this.#applied];
      if (!this.#isRevealed || params?.sessionId !== this.#sessionId) continue;
      if (method === "terminal/output") this.#append(params);
      else if (method === "terminal/resized") this.screen.resize(params.cols, params.rows);
      else if (method === "session/resync") this.#install(params.result.terminal);
    }
  }

  #install(terminal) {
    this.content = terminal;
    this.kinds.push(terminal.kind);
    this.screen ??= new Xterm(terminal.cols, terminal.rows);
    this.screen.resize(terminal.cols, terminal.rows);
    if (terminal.kind !== "suffix") this.#chunks = [];
    this.#show(Buffer.from(terminal.data, "base64"));
    this.#offset = terminal.offset;
    this.#acknowledge();
  }

  #append({ epoch, offset, data }) {
    if (epoch !== this.content.epoch || offset !== this.#offset) {
      throw new Error(`output at ${epoch}:${offset} came where ${this.content.epoch}:${this.#offset} was due`);
    }
    const bytes = Buffer.from(data, "base64");
    this.#show(bytes);
    this.#offset += bytes.length;
    this.#acknowledge();
  }

  #show(bytes) {
    this.#chunks.push(bytes);
    this.screen.feed(bytes);
    this.answers += this.screen.answers ?? "";
  }

  #acknowledge() {
    const position = { sessionId: this.#sessionId, epoch: this.content.epoch, offset: this.#offset };
    // The end of the process is seen elsewhere; then there is nobody to tell.
    this.#client.notify("terminal/ack", position).catch(() => {});
  }
}
