// The process that measures the product's own engine, compiled as the server is.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { screenHostExecutable } from "../../../eng/product/screen-host.mjs";

/** Far above what anything takes that is bounded. */
const DeadlineMs = 120_000;

/** Takes one measurement at a time; see the verb `bench` of tests/Orchestrator.ScreenHost. */
export class ScreenHost {
  #child;
  #answers;

  constructor() {
    if (!existsSync(screenHostExecutable)) throw new Error("The screen host is not built: run this through npm run bench.");
    this.#child = spawn(screenHostExecutable, ["bench"], { stdio: ["pipe", "pipe", "inherit"] });
    // That it has ended is seen where its answer is missing.
    this.#child.stdin.on("error", () => {});
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** One measurement in a process of its own, which no earlier one has warmed up or filled. */
  static async ask(...words) {
    const host = new ScreenHost();
    try {
      return await host.ask(...words);
    } finally {
      host.dispose();
    }
  }

  async ask(...words) {
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      this.dispose();
    }, DeadlineMs);
    this.#child.stdin.write(`${words.join("\t")}\n`);
    const { value, done } = await this.#answers.next();
    clearTimeout(deadline);
    if (isLate) throw new Error(`${words.join(" ")} was not measured within ${DeadlineMs / 1000} s`);
    if (done) throw new Error(`the screen host ended at ${words.join(" ")}`);
    const answer = JSON.parse(value);
    if (answer.problem) throw new Error(`${words[0]} was not measured: ${answer.problem}`);
    return answer;
  }

  dispose() {
    this.#child.kill("SIGKILL");
  }
}
