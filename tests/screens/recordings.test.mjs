/** Output of real programs: a screen of the server and xterm.js go through the same states. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { begin } from "./support/check.mjs";
import { cut } from "./support/program.mjs";
import { recordings } from "./support/recordings.mjs";
import { subject } from "./support/subject.mjs";

// No divisor of anything: the cuts fall into sequences and characters.
const cutBytes = 997;

const screen = subject();
after(() => screen.close());

for (const { name, program } of recordings) {
  test(`${name} in one go`, async () => {
    await same(program);
  });

  test(`TRM-06 ${name} cut at every ${cutBytes}th byte`, async () => {
    await same(cut(program, cutBytes));
  });
}

async function same(program) {
  const difference = await begin(screen, program, program.steps.map((_, index) => index + 1));
  if (difference !== undefined) assert.fail(difference);
}
