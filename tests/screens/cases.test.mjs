/** Written cases: a screen of the server and xterm.js end in the same state. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { cases as controls } from "./cases/controls.mjs";
import { cases as cursor } from "./cases/cursor.mjs";
import { cases as editing } from "./cases/editing.mjs";
import { cases as modes } from "./cases/modes.mjs";
import { cases as resizing } from "./cases/resizing.mjs";
import { cases as styles } from "./cases/styles.mjs";
import { cases as wrapping } from "./cases/wrapping.mjs";
import { firstDifference } from "./support/compare.mjs";
import { cut, play, written } from "./support/program.mjs";
import { subject } from "./support/subject.mjs";
import { Xterm } from "./support/xterm.mjs";

const screen = subject();
after(() => screen.close());

const groups = { controls, cursor, editing, wrapping, styles, modes, resizing };
for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const { title, program } of cases) {
      test(title, async () => {
        await check(program, program, "");
        // TRM-06: what a read cuts is none of a program's business. xterm.js is fed in one go here too.
        await check(program, cut(program, 1), "cut at every byte, ");
      });
    }
  });
}

async function check(program, played, note) {
  screen.open(played.columns, played.rows);
  const [actual] = play(screen, played);
  const [expected] = play(new Xterm(program.columns, program.rows), program);
  const difference = firstDifference(expected, await actual);
  if (difference !== undefined) assert.fail(`${note}${difference}\n  input: ${written(program)}`);
}
