// What the machine itself takes, at this moment, to pass a byte through as many processes as an echo passes.

import { spawn } from "node:child_process";

/** serve, host and holder on the way there, the program, and the three on the way back. */
const Processes = 7;

/** A row of programs that do nothing but pass on what they are given. */
export class Chain {
  #first;
  #back = () => {};

  constructor() {
    this.#first = spawn("/bin/sh", ["-c", Array(Processes).fill("cat").join(" | ")], { stdio: ["pipe", "pipe", "inherit"] });
    this.#first.stdout.on("data", () => this.#back());
  }

  /** Sends one byte through; resolves when it has come out. */
  async pass() {
    const back = new Promise(resolve => { this.#back = resolve; });
    this.#first.stdin.write("x");
    await back;
  }

  end() {
    this.#first.stdin.end();
  }
}
