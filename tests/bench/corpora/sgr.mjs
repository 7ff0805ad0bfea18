// Text that changes colour or attribute every few words: compilers, test runners, highlighted code.

import { textOf } from "./words.mjs";

const Attributes = ["1", "2", "3", "4", "7", "9", "4:3", "21", "22", "23", "24", "27", "29", "53", "55", "1;4", "0;1"];

/** Colours of a theme; programs that draw gradients add others. */
const Theme = ["137;180;250", "203;166;247", "166;227;161", "249;226;175", "243;139;168", "148;226;213", "250;179;135", "108;112;134"];

export function* sgr(random) {
  for (;;) yield `${lineOf(random)}\x1b[0m\r\n`;
}

function lineOf(random) {
  const length = random.between(20, 140);
  let line = "";
  for (let column = 0; column < length;) {
    const run = random.between(4, 24);
    line += `\x1b[${changeOf(random)}m${textOf(random, run)}`;
    column += run;
  }
  return line;
}

function changeOf(random) {
  const kind = random.below(100);
  if (kind < 35) return ansi(random);
  if (kind < 55) return indexed(random);
  if (kind < 80) return rgb(random);
  if (kind < 92) return random.pick(Attributes);
  return random.pick(["0", "", "39", "49", "39;49"]);
}

function ansi(random) {
  const color = `${random.pick([30, 30, 90, 40, 100]) + random.below(8)}`;
  return random.chance(30) ? `1;${color}` : color;
}

function indexed(random) {
  return `${random.pick(["38", "38", "48"])};5;${random.below(256)}`;
}

function rgb(random) {
  const color = random.chance(85) ? random.pick(Theme) : [0, 1, 2].map(() => random.below(256)).join(";");
  return random.chance(10) ? `38:2::${color.replaceAll(";", ":")}` : `${random.pick(["38", "38", "48"])};2;${color}`;
}
