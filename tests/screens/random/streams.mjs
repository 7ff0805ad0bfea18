/** Random programs, each from its seed. */
import { Dice } from "./dice.mjs";
import { beginnings, pieces } from "./sequences.mjs";

const isBytes = Buffer.isBuffer;

/** @param {number} seed @returns a program; see support/program.mjs */
export function stream(seed, { isResized = true } = {}) {
  const dice = new Dice(seed);
  const size = () => ({ columns: dice.between(2, dice.chance(0.7) ? 14 : 40), rows: dice.between(1, dice.chance(0.7) ? 6 : 15) });
  const first = size();
  const steps = Array.from({ length: dice.between(20, 60) }, () => (isResized && dice.chance(0.04) ? size() : piece(dice)));
  return { ...first, steps: dice.chance(0.35) ? recut(dice, steps) : steps };
}

/** Bytes that leave a terminal of that size in any state, often in the middle of a sequence. */
export function dirt(seed) {
  const dice = new Dice(seed ^ 0x5bd1e995);
  const steps = Array.from({ length: dice.between(5, 40) }, () => piece(dice));
  return Buffer.concat([...steps, Buffer.from(dice.pick(beginnings))]);
}

function piece(dice) {
  const made = dice.weighed(pieces)(dice);
  return isBytes(made) ? made : Buffer.from(made, "utf8");
}

// The same bytes, cut as reads might cut them: anywhere.
function recut(dice, steps) {
  return joined(steps).flatMap(each => (isBytes(each) ? chopped(dice, each) : [each]));
}

function chopped(dice, bytes) {
  const parts = [];
  const longest = dice.pick([1, 3, 12, 60]);
  for (let at = 0; at < bytes.length;) {
    const end = at + dice.between(1, longest);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

/** Neighbouring bytes as one step. */
export function joined(steps) {
  const result = [];
  for (const each of steps) {
    if (isBytes(each) && isBytes(result.at(-1))) result.push(Buffer.concat([result.pop(), each]));
    else result.push(each);
  }
  return result;
}
