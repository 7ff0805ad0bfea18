/** Plays programs to a screen and to xterm.js, and says where their states differ first. */
import { firstDifference } from "./compare.mjs";
import { play } from "./program.mjs";
import { Xterm } from "./xterm.mjs";

/**
 * Begins to compare: the screen works while this process feeds xterm.js, and many can be under way.
 * @param {number[]} checks after which steps the states are compared; the last one is left out when xterm.js threw there
 * @returns {Promise<string | undefined>} the first difference
 */
export function begin(screen, program, checks = [program.steps.length]) {
  screen.open(program.columns, program.rows);
  const actual = play(screen, program, checks);
  // A rejection is looked at below; until then it must not count as forgotten.
  for (const state of actual) state.catch(() => {});
  const expected = played(program, checks);
  return compared(expected, actual);
}

async function compared(expected, actual) {
  for (let index = 0; index < actual.length; index++) {
    const [theirs, ours] = [expected[index], await actual[index].catch(error => error)];
    if (theirs instanceof XtermThrew) return undefined;
    if (ours instanceof Error) return ours.message;
    const difference = firstDifference(theirs, ours);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function played(program, checks) {
  try {
    return play(new Xterm(program.columns, program.rows), program, checks);
  } catch (error) {
    xtermThrew.push({ program, error });
    return checks.map(() => new XtermThrew());
  }
}

class XtermThrew {}

/** Programs that xterm.js could not play: there is nothing to compare with. */
export const xtermThrew = [];
