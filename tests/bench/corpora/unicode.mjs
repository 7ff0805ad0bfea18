// Text of many scripts mixed with ASCII: wide characters, clusters of several code points, box drawing.

import { textOf } from "./words.mjs";

const Emoji = ["😀", "🚀", "✅", "❌", "⚡", "🔥", "📦", "🧪", "🎉", "👀"];

/** Clusters: joined by ZWJ, with a skin tone, flags, keycaps. */
const Clusters = ["👨‍👩‍👧‍👦", "🧑‍💻", "🏳️‍🌈", "👩🏽‍🚀", "👍🏿", "👋🏻", "🇩🇪", "🇯🇵", "1️⃣", "#️⃣"];

/** Characters whose look, and perhaps width, a variation selector chooses. */
const Variations = ["❤️", "☀️", "✔️", "⚠️", "▶️", "☎︎", "✂︎", "⌚︎"];

const Combined = ["é", "ñ", "ä", "ô", "ṩ", "ż̇", "Z͑ͫ", "க்", "नि", "ที่", "한"]
  .map(text => text.normalize("NFD"));

const Ranges = [[0x4e00, 0x9fa5], [0x4e00, 0x9fa5], [0x3041, 0x3096], [0x30a1, 0x30fa], [0xac00, 0xd7a3], [0xff01, 0xff5e]];

export function* unicode(random) {
  for (;;) yield random.chance(8) ? boxOf(random) : `${lineOf(random)}\r\n`;
}

function lineOf(random) {
  const pieces = Array.from({ length: random.between(2, 9) }, () => pieceOf(random));
  return pieces.join(random.chance(70) ? " " : "");
}

function pieceOf(random) {
  const kind = random.below(100);
  if (kind < 30) return textOf(random, random.between(3, 25));
  if (kind < 60) return cjk(random);
  if (kind < 70) return random.pick(Emoji);
  if (kind < 80) return random.pick(Clusters);
  if (kind < 88) return random.pick(Variations);
  return Array.from({ length: random.between(1, 6) }, () => random.pick(Combined)).join("");
}

function cjk(random) {
  const [from, to] = random.pick(Ranges);
  return Array.from({ length: random.between(2, 14) }, () => String.fromCodePoint(random.between(from, to))).join("");
}

function boxOf(random) {
  const inner = random.between(10, 100);
  const rows = Array.from({ length: random.between(1, 3) }, () => `│${textOf(random, inner)}│`);
  return [`╭${"─".repeat(inner)}╮`, ...rows, `╰${"─".repeat(inner)}╯`, ""].join("\r\n");
}
