/** Makes a failing program as small as it can be while it still fails. */
import { joined } from "./streams.mjs";

const triesAtMost = 1500;

/** @param fails (program) => Promise<boolean> */
export async function shrink(program, fails) {
  let tries = 0;
  const stillFails = async candidate => tries++ < triesAtMost && (await fails(candidate));
  let best = program;
  const adopt = async steps => {
    const candidate = { ...best, steps };
    if (!(await stillFails(candidate))) return false;
    best = candidate;
    return true;
  };

  await adopt(joined(best.steps)) || await dropped(best.steps, adopt);
  for (let before = Infinity; size(best) < before && tries < triesAtMost;) {
    before = size(best);
    await dropped(best.steps, adopt);
    for (let index = best.steps.length - 1; index >= 0; index--) {
      const bytes = best.steps[index];
      if (!Buffer.isBuffer(bytes)) continue;
      await dropped([...bytes], rest => adopt(best.steps.with(index, Buffer.from(rest))));
    }
    await adopt(best.steps.filter(each => !Buffer.isBuffer(each) || each.length > 0));
    await adopt(joined(best.steps));
  }
  return best;
}

const size = ({ steps }) => steps.reduce((sum, each) => sum + 1 + (Buffer.isBuffer(each) ? each.length : 4), 0);

// Leaves out runs of the list, long ones first, and goes on with what `adopt` accepts.
async function dropped(list, adopt) {
  let kept = list;
  for (let length = Math.ceil(kept.length / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let at = kept.length - length; at >= 0; at -= length) {
      const rest = kept.toSpliced(at, length);
      if (await adopt(rest)) kept = rest;
    }
  }
}
