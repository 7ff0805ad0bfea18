/**
 * Columns by code point as xterm.js's addon unicode11 counts them, and with it the terminal of VS Code. The addon bears
 * the name of Unicode 11; what it holds are the data of Unicode 12.1, with the rules of Markus Kuhn's wcwidth.
 */
import { codePoints, fill } from './unicode-database.mjs';

const softHyphen = 0xad;
// Vowels and final consonants of conjoining jamo: they stand in the columns of the initial consonant before them.
const medialJamo = [0x1160, 0x11ff];
const controls = [[0x00, 0x1f], [0x7f, 0x9f]];

export async function codePointWidths(database) {
  const widths = new Uint8Array(codePoints).fill(1);
  const wide = (await database.rows('EastAsianWidth')).filter(({ width }) => width === 'W' || width === 'F');
  fill(widths, wide, 2);
  database.categories.forEach((category, codePoint) => {
    if (['Mn', 'Me', 'Cf'].includes(category) && codePoint !== softHyphen) widths[codePoint] = 0;
  });
  for (const [first, last] of [medialJamo, ...controls]) widths.fill(0, first, last + 1);
  return widths;
}
