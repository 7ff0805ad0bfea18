/**
 * What is compared with xterm.js: a screen of the server; with ORACLE_SUBJECT=xterm a second xterm.js, to see that the
 * tests themselves are right.
 */
import { Engine } from "./engine.mjs";
import { Xterm } from "./xterm.mjs";

export const isXterm = process.env.ORACLE_SUBJECT === "xterm";

export const subject = () => (isXterm ? new SecondXterm() : new Engine());

class SecondXterm {
  #terminal;

  open(columns, rows) {
    this.#terminal = new Xterm(columns, rows);
  }

  feed(bytes) {
    this.#terminal.feed(bytes);
  }

  resize(columns, rows) {
    this.#terminal.resize(columns, rows);
  }

  async dump() {
    return this.#terminal.dump();
  }

  async close() {}
}
