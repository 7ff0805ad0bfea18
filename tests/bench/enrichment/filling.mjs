// Rollouts as long as they really get: most of them is copies of what went to the model.

const ToolOutput = "drwxr-xr-x 2 user user 4096 Nov 22 03:19 some/folder/with/a/longer/name\n";

/** Each turn carries this many outputs of tools, of different lengths up to some 20 KiB. */
const OutputsOfTurn = 20;

/** A rollout has this already with its first line, and with a turn. */
const LeastBytes = 25 * 1024;

const MaxWriteBytes = 4 * 1024 * 1024;

/** Adds turns, one at least, until the file is about this long; it ends with a turn. */
export function fillTo(rollout, bytes) {
  const outputs = Array.from({ length: OutputsOfTurn }, (_, index) => rollout.copy(ToolOutput.repeat(1 + index * 14)));
  let left = bytes - LeastBytes;
  let lines = [];
  let pending = 0;
  const add = (...more) => {
    const length = more.reduce((sum, line) => sum + line.length + 1, 0);
    lines.push(...more);
    left -= length;
    pending += length;
  };
  do {
    for (const output of outputs) if (output.length < left) add(output);
    add(...rollout.turn("please look for the reason", "The reason is found."));
    if (left > 0 && pending < MaxWriteBytes) continue;
    rollout.append(...lines);
    [lines, pending] = [[], 0];
  } while (left > 0);
}
