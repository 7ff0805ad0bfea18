// That a run of crashes can fail: each check refuses what it is there for.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Xterm } from "../screens/support/xterm.mjs";
import { Ledger } from "./support/ledger.mjs";
import { faultOf, LineBytes } from "./support/styles.mjs";

const lines = (from, to) => Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(9, "0")}\r\n`).join("");

const shown = text => {
  const xterm = new Xterm(80, 24);
  xterm.feed(Buffer.from(text));
  return xterm.buffer;
};

for (const [what, text] of [
  ["all lines", lines(0, 50)],
  ["the beginning of a line", `${lines(0, 50)}line 0000`],
  ["more than is kept", lines(0, 3000)],
]) test(`TRM-01 a terminal that shows ${what} is right`, () => assert.equal(faultOf("plain", shown(text), text.length), undefined));

for (const [what, text] of [
  ["lost", lines(0, 20) + lines(21, 51)],
  ["repeated", lines(0, 20) + lines(19, 49)],
  ["swapped", lines(0, 20) + lines(21, 22) + lines(20, 21) + lines(22, 50)],
  ["garbled", `${lines(0, 20)}line 00000002x\r\n${lines(21, 50)}`],
]) test(`TRM-01 a line that is ${what} is found`, () => assert.match(faultOf("plain", shown(text), 50 * LineBytes.plain), /was due/));

test("TRM-01 a line that is lost above all that is shown is found", () =>
  assert.match(faultOf("plain", shown(lines(1, 3000)), 2999 * LineBytes.plain), /line \d+ was due/));

test("TRM-01 a line that was printed before its position is found", () =>
  assert.match(faultOf("plain", shown(lines(0, 50)), 49 * LineBytes.plain), /only 49 were printed/));

/** A ledger with one accepted prompt, and an agent that was asked `executed(prompt)`. */
function executed(t, texts) {
  const folder = mkdtempSync(join(tmpdir(), "orchestrator-ledger-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const journal = join(folder, "journal.jsonl");
  const ledger = new Ledger(1);
  const prompt = ledger.write({ id: "session", journal });
  ledger.noteReceipt(prompt, "accepted", false);
  writeFileSync(journal, texts(prompt).map(text => `${JSON.stringify(text)}\n`).join(""));
  return { ledger, prompt };
}

test("SND-01 a prompt that was executed once is right, and heard of", t => {
  const { ledger } = executed(t, ({ text }) => [text]);

  ledger.check();

  assert.deepEqual(ledger.unheard, []);
});

test("SND-01 a prompt that was executed twice is found", t => {
  const { ledger } = executed(t, ({ text }) => [text, text]);

  assert.throws(() => ledger.check(), /executed 2 times/);
});

test("SND-01 what nobody wrote is found", t => {
  const { ledger } = executed(t, ({ text }) => [text.slice(1)]);

  assert.throws(() => ledger.check(), /nobody wrote/);
});

test("SND-05 a prompt that was not executed is unheard until its user is told", t => {
  const { ledger, prompt } = executed(t, () => []);
  assert.deepEqual(ledger.unheard, [prompt]);

  ledger.noteTold(prompt);

  assert.deepEqual(ledger.unheard, []);
});

test("SND-01 a receipt that takes a prompt twice, or calls its first sending a duplicate, is found", t => {
  const { ledger, prompt } = executed(t, () => []);

  ledger.noteReceipt(prompt, "duplicate", true);

  assert.throws(() => ledger.noteReceipt(prompt, "accepted", true), /taken twice/);
  assert.throws(() => ledger.noteReceipt(prompt, "duplicate", false), /called a duplicate/);
});
