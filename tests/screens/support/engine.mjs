/** A screen of the server, with the members of `Xterm`; whatever says something says it later. */
import { Host } from "./host.mjs";

export class Engine {
  #host = new Host();
  #screen = { error: undefined };

  /** Begins anew: everything that was asked before is still answered. */
  open(columns, rows) {
    this.#screen = { error: undefined };
    this.#post("n", size(columns, rows));
  }

  feed(bytes) {
    this.#post("f", bytes);
  }

  resize(columns, rows) {
    this.#post("r", size(columns, rows));
  }

  async dump() {
    return (await this.#ask("d")).toString("utf8");
  }

  snapshot(scrollbackLines) {
    return this.#ask("s", number(scrollbackLines));
  }

  async text(scrollbackLines) {
    return (await this.#ask("t", number(scrollbackLines))).toString("utf8");
  }

  /** What of the last feed viewers get. */
  visible() {
    return this.#ask("v");
  }

  /** What the last feed answered to the program. */
  async answers() {
    return (await this.#ask("a")).toString("utf8");
  }

  close() {
    return this.#host.close();
  }

  // What was thrown while the screen was fed belongs to the next question about it.
  #post(operation, data) {
    const screen = this.#screen;
    this.#host.post(operation, data, error => { screen.error ??= error; });
  }

  #ask(operation, data = Buffer.alloc(0)) {
    const screen = this.#screen;
    return this.#host.ask(operation, data).then(answer => {
      if (screen.error) throw screen.error;
      return answer;
    });
  }
}

function size(columns, rows) {
  const data = Buffer.alloc(4);
  data.writeUInt16LE(columns, 0);
  data.writeUInt16LE(rows, 2);
  return data;
}

function number(value) {
  const data = Buffer.alloc(4);
  data.writeInt32LE(value);
  return data;
}
