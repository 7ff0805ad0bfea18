/** Says where two states differ first, so that a person understands it. */
import assert from "node:assert/strict";
import { differences } from "../differences.mjs";
import { written } from "./program.mjs";

/** @returns {string | undefined} the first difference; undefined when there is none that is not accepted */
export function firstDifference(expected, actual) {
  if (expected === actual) return undefined;
  const [one, other] = [expected, actual].map(accepted);
  if (one === other) return undefined;
  const [ours, theirs] = [other.split("\n"), one.split("\n")];
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  return describe(theirs, ours, at === -1 ? theirs.length : at);
}

/** Fails with the difference and the program that leads to it. */
export function assertSame(expected, actual, program, note = "") {
  const difference = firstDifference(expected, actual);
  if (difference !== undefined) assert.fail(`${note}${difference}\n  input: ${written(program)}`);
}

function accepted(text) {
  return differences.reduce((result, { normalise }) => normalise?.(result) ?? result, text);
}

function describe(theirs, ours, at) {
  const [their, our] = [theirs[at] ?? "(nothing)", ours[at] ?? "(nothing)"];
  const place = bufferLine(theirs, at);
  if (place === undefined || our === "(nothing)") return `xterm: ${legible(their)}\n  ours:  ${legible(our)}`;
  const cells = [their, our].map(cellsOf);
  const column = Array.from({ length: Math.max(cells[0].length, cells[1].length) }).findIndex((_, index) => cells[0][index] !== cells[1][index]);
  const what = their[0] !== our[0] ? "continues the line above or not"
    : column === -1 ? "where the style changes" : `column ${column}: ${cells[0][column] ?? "empty"} is ${cells[1][column] ?? "empty"} here`;
  return `${place}, ${what}\n  xterm: ${legible(their)}\n  ours:  ${legible(our)}`;
}

// The head of a buffer says how many lines follow it: "normal lines 24 top 0".
function bufferLine(lines, at) {
  const head = lines.findLastIndex((line, index) => index < at && /^(normal|alternate) lines \d+ top \d+$/.test(line));
  if (head === -1) return undefined;
  const [name, , count, , top] = lines[head].split(" ");
  const index = at - head - 1;
  return index < Number(count) ? `${name} line ${index} (row ${index - Number(top)})` : undefined;
}

function cellsOf(line) {
  let style = "";
  const cells = [];
  for (const [whole, set] of line.slice(1).matchAll(/\x0e([^\x0f]*)\x0f|[\x02\x06\x07]?(?:\x04[^\x05]*\x05|[^])/gu)) {
    if (set !== undefined) style = set;
    else cells.push(`${legible(whole)}${style === "" ? "" : ` in ${style}`}`);
  }
  return cells;
}

const marks = { "\x01": "·", "\x02": "⟨wide⟩", "\x03": "⟨behind⟩", "\x04": "⟨", "\x05": "⟩", "\x06": "⟨no width⟩", "\x07": "⟨3 wide⟩", "\x0e": "{", "\x0f": "}" };

const legible = text => text.replace(/[\x00-\x1f\x7f]/g, character => marks[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
