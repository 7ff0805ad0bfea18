// Text without any control but line ends and tabs: logs, listings, build output.

import { textOf } from "./words.mjs";

/** One line after the other; about one in seven is longer than the screen is wide. */
export function* plain(random) {
  for (;;) yield `${lineOf(random)}\r\n`;
}

function lineOf(random) {
  const kind = random.below(100);
  if (kind < 6) return "";
  if (kind < 16) return `\t${textOf(random, random.between(5, 60))}\t${random.below(100000)}`;
  if (kind < 60) return textOf(random, random.between(10, 70));
  if (kind < 85) return " ".repeat(random.below(9)) + textOf(random, random.between(60, 111));
  return textOf(random, random.between(121, 400));
}
