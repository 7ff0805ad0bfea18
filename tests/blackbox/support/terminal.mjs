// The content of one session's terminal as one connection sees it.

/**
 * Collects the bytes of a revealed session and checks what the contract promises about them:
 * the first output starts where the result ended, every later one where its predecessor ended, and none follows an eviction.
 */
export class Terminal {
  epoch;
  /** The position after the last byte that was applied. */
  offset;
  /** The result of the last reveal. */
  result;
  /** How often the server replaced the content because this reader fell behind. */
  resyncs = 0;
  /** Set while the session is not live here. */
  evicted;

  #client;
  #sessionId;
  #acknowledges;
  #chunks = [];
  #applied = 0;
  #sink = () => {};

  /** `acknowledges:false` makes this a reader that never says it has read. */
  constructor(client, sessionId, { acknowledges = true } = {}) {
    this.#client = client;
    this.#sessionId = sessionId;
    this.#acknowledges = acknowledges;
  }

  async reveal(params = {}) {
    const asked = this.#client.position;
    const wasLive = this.#isLive;
    this.result = await this.#client.request("session/reveal", { sessionId: this.#sessionId, active: true, ...params });
    if (!wasLive) this.#refuseOutputSince(asked);
    // What came before the result is contained in it.
    this.#applied = this.#client.position;
    if (this.result.terminal !== undefined) this.#install(this.result);
    return this.result;
  }

  /** Hands everything to a viewer as soon as it comes, beginning with the next reveal. */
  feed(sink) {
    this.#sink = sink;
    this.#client.onEach(() => this.#apply());
  }

  /** What a viewer holds: a snapshot replaces it, a suffix and the output after it go on from it. */
  get bytes() {
    this.#apply();
    return Buffer.concat(this.#chunks);
  }

  get text() {
    return this.bytes.toString("utf8");
  }

  /** What the notifications have carried up to now: the offset after their last byte. */
  get received() {
    this.#apply();
    return this.offset;
  }

  input(text) {
    const data = Buffer.from(text).toString("base64");
    return this.#client.request("terminal/input", { sessionId: this.#sessionId, data });
  }

  resize(cols, rows) {
    return this.#client.request("terminal/resize", { sessionId: this.#sessionId, cols, rows });
  }

  /** A reader that was deaf begins to say what it has read. */
  startAcknowledging() {
    this.#acknowledges = true;
    this.#apply();
    this.#acknowledge();
  }

  ack(offset = this.offset) {
    return this.#client.notify("terminal/ack", { sessionId: this.#sessionId, epoch: this.epoch, offset });
  }

  /** Resolves with the match. */
  waitForText(pattern) {
    return this.#client.watch(`${pattern} on the terminal of ${this.#sessionId}`, () => this.text.match(pattern) ?? undefined)
      .catch(error => { throw new Error(`${error.message}; it printed ${JSON.stringify(this.text.slice(-2000))}`); });
  }

  waitForOffset(offset) {
    return this.#client.watch(`offset ${offset} of ${this.#sessionId}`, () => this.received >= offset ? this.received : undefined);
  }

  waitForResync() {
    const position = this.#client.position;
    return this.#client.waitFor("session/resync", params => params.sessionId === this.#sessionId, position);
  }

  /** The notification that says how it ended; all output has been applied by then. */
  async waitForExit() {
    const exit = await this.#client.waitFor("terminal/exited", params => params.sessionId === this.#sessionId && params.epoch === this.epoch);
    this.#apply();
    return exit;
  }

  get #isLive() {
    this.#apply();
    return this.epoch !== undefined && this.evicted === undefined;
  }

  #refuseOutputSince(position) {
    const early = this.#client.notifications.slice(position)
      .find(({ method, params }) => method === "terminal/output" && params.sessionId === this.#sessionId);
    if (early !== undefined) throw new Error(`output at ${early.params.offset} came before the result of the reveal`);
  }

  #install({ terminal }) {
    this.evicted = undefined;
    this.epoch = terminal.epoch;
    this.offset = terminal.offset;
    if (terminal.kind !== "suffix") this.#chunks = [];
    this.#keep(Buffer.from(terminal.data ?? "", "base64"));
    this.#acknowledge();
  }

  #apply() {
    for (; this.#applied < this.#client.notifications.length; this.#applied++) {
      const { method, params } = this.#client.notifications[this.#applied];
      if (params?.sessionId !== this.#sessionId) continue;
      if (method === "terminal/output") this.#append(params);
      else if (method === "session/resync") this.#resync(params);
      else if (method === "session/evicted") this.evicted = params.reason;
    }
  }

  #resync({ result }) {
    this.resyncs++;
    this.#install(result);
  }

  #append({ epoch, offset, data }) {
    if (this.epoch === undefined) throw new Error("output came without a reveal");
    if (this.evicted) throw new Error(`output came after the eviction (${this.evicted})`);
    if (epoch !== this.epoch) throw new Error(`output of epoch ${epoch} came in epoch ${this.epoch}`);
    if (offset !== this.offset) throw new Error(`output at ${offset} came where ${this.offset} was due`);
    const bytes = Buffer.from(data, "base64");
    this.#keep(bytes);
    this.offset += bytes.length;
    this.#acknowledge();
  }

  #keep(bytes) {
    this.#chunks.push(bytes);
    this.#sink(bytes);
  }

  #acknowledge() {
    // Output is still read when the process that sent it has ended; then there is nobody to tell.
    if (this.#acknowledges) this.ack().catch(() => {});
  }
}
