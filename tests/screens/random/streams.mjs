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

/**
 * Bytes that leave a terminal in any state, often in the middle of a sequence. What is the choice of whoever looks until
 * a program says something about it is left alone: whether the cursor blinks (?12) and, if so wished, the title.
 */
export function dirt(seed, { hasTitles }) {
  const dice = new Dice(seed ^ 0x5bd1e995);
  const own = hasTitles ? ownSetting : ownSettingOrTitle;
  const steps = Array.from({ length: dice.between(5, 40) }, () => piece(dice)).filter(bytes => !own.test(bytes.toString("latin1")));
  const end = beginnings.filter(text => !own.test(text));
  return Buffer.concat([...steps, Buffer.from(dice.pick(end))]);
}

const ownSetting = /12/;
const ownSettingOrTitle = /12|\x1b\]|\x9d|t$/;

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
