// What agents and full-screen programs print: redraws of parts of the screen, in both screens.

import { Columns, Rows } from "./size.mjs";
import { textOf, word } from "./words.mjs";

const Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const BoxRows = 5;

export function* tui(random) {
  for (;;) {
    yield* turnOf(random);
    if (random.chance(40)) yield* fullScreen(random);
  }
}

/** An agent in the primary screen: finished text scrolls up, a box with a spinner and a prompt is redrawn below it. */
function* turnOf(random) {
  yield `\x1b[?25l\x1b[?2004h\x1b]0;${Spinner[0]} ${textOf(random, 20)}\x07${promptBox(random, 0)}`;
  const frames = random.between(30, 90);
  for (let frame = 1; frame <= frames; frame++) {
    if (random.chance(55)) yield spinnerOnly(random, frame);
    else if (random.chance(60)) yield synchronized(`${toTopOfBox()}\x1b[J${answer(random)}${promptBox(random, frame)}`);
    else yield synchronized(`${"\x1b[2K\x1b[1A".repeat(BoxRows)}\x1b[2K\x1b[G${promptBox(random, frame)}`);
  }
  yield `${toTopOfBox()}\x1b[J\x1b[?25h`;
}

function toTopOfBox() {
  return `\x1b[${BoxRows}A\r`;
}

function promptBox(random, frame) {
  const width = Columns - 2;
  const typed = textOf(random, random.between(0, 60));
  return [
    spinnerLine(random, frame),
    `\x1b[38;5;244m╭${"─".repeat(width)}╮\x1b[39m`,
    `\x1b[38;5;244m│\x1b[39m > ${typed}\x1b[7m \x1b[27m\x1b[${Columns}G\x1b[38;5;244m│\x1b[39m`,
    `\x1b[38;5;244m╰${"─".repeat(width)}╯\x1b[39m`,
    `  \x1b[2m? for shortcuts\x1b[22m\x1b[80G\x1b[38;2;215;119;87m${random.between(1, 99)}% context left\x1b[39m`,
    "",
  ].join("\r\n");
}

function spinnerLine(random, frame) {
  return `\x1b[38;2;215;119;87m${Spinner[frame % Spinner.length]} ${word(random)}…\x1b[39m \x1b[2m(${frame}s · esc to interrupt)\x1b[22m\x1b[K`;
}

function spinnerOnly(random, frame) {
  return `\x1b7${toTopOfBox()}${spinnerLine(random, frame)}\x1b8`;
}

function answer(random) {
  const lines = Array.from({ length: random.between(1, 6) }, () => answerLine(random));
  return `${lines.join("\r\n")}\r\n`;
}

function answerLine(random) {
  const kind = random.below(4);
  const number = `${random.below(2000)}`.padStart(5);
  if (kind === 0) return `\x1b[1m●\x1b[22m ${textOf(random, random.between(20, 115))}`;
  if (kind === 1) return `\x1b[48;2;34;92;43m${number} + ${textOf(random, random.between(5, 80))}\x1b[K\x1b[49m`;
  if (kind === 2) return `\x1b[48;2;122;41;54m${number} - ${textOf(random, random.between(5, 80))}\x1b[K\x1b[49m`;
  return `  \x1b[32m${word(random)}\x1b[39m\x1b[20G${textOf(random, random.between(5, 60))}`;
}

/** A program in the alternate screen: one whole frame, then changes to it. */
function* fullScreen(random) {
  yield `\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?1h\x1b=${synchronized(wholeFrame(random))}`;
  const frames = random.between(20, 80);
  for (let frame = 0; frame < frames; frame++) yield synchronized(random.chance(8) ? wholeFrame(random) : changes(random, frame));
  yield "\x1b[?1l\x1b>\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l";
}

function wholeFrame(random) {
  const split = random.between(20, 50);
  const body = Array.from({ length: Rows - 3 }, (_, index) =>
    `\x1b[${index + 2};1H│${textOf(random, random.between(0, split - 2))}\x1b[K\x1b[${index + 2};${split}H│\x1b[36m${textOf(random, random.between(0, Columns - split - 2))}\x1b[m\x1b[${Columns}G│`);
  return [
    `\x1b[H\x1b[2J╭${"─".repeat(split - 2)}┬${"─".repeat(Columns - split - 1)}╮`,
    ...body,
    `\x1b[${Rows - 1};1H╰${"─".repeat(split - 2)}┴${"─".repeat(Columns - split - 1)}╯`,
    statusBar(random),
  ].join("");
}

function statusBar(random) {
  return `\x1b[${Rows};1H\x1b[7m ${textOf(random, 40)}\x1b[K\x1b[${Rows};100H${random.below(1000)}:${random.below(200)}\x1b[27m`;
}

function changes(random, frame) {
  const pieces = Array.from({ length: random.between(1, 6) }, () => change(random));
  return `${pieces.join("")}\x1b[1;3H\x1b[1;35m${Spinner[frame % Spinner.length]}\x1b[m`;
}

function change(random) {
  const at = `\x1b[${random.between(2, Rows - 2)};${random.between(2, Columns - 1)}H`;
  switch (random.below(9)) {
    case 0: return statusBar(random);
    case 1: return `${at}\x1b[${random.between(1, 20)}X`;
    case 2: return `${at}\x1b[${random.between(1, 5)}P`;
    case 3: return `${at}\x1b[${random.between(1, 5)}@${word(random)}`;
    case 4: return scrolled(random);
    case 5: return `${at}\x1b[${random.pick(["L", "M", "1K", "K", "2K"])}`;
    default: return `${at}\x1b[38;5;${random.below(256)}m${textOf(random, random.between(3, 50))}\x1b[39m`;
  }
}

function scrolled(random) {
  const top = random.between(2, 10);
  const bottom = random.between(20, Rows - 2);
  const move = random.pick([`\x1b[${bottom};1H\n`, `\x1b[${top};1H\x1bM`, "\x1b[2S", "\x1b[T"]);
  return `\x1b[${top};${bottom}r${move}${textOf(random, 30)}\x1b[r`;
}

function synchronized(frame) {
  return `\x1b[?2026h${frame}\x1b[?2026l`;
}
