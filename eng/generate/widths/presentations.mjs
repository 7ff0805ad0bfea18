/** How wide each code point is and whether selectors change that. The bits are those of Presentations.cs. */
import { codePoints, fill } from './unicode-database.mjs';

const wide = 1;
const selectable = 2;

export async function presentations(database) {
  const values = new Uint8Array(codePoints);
  const rows = (await database.rows('EastAsianWidth')).filter(({ width }) => width === 'W' || width === 'F');
  fill(values, rows, wide);
  for (const { variationSequence } of await database.rows('emoji/emoji-variation-sequences'))
    values[Number.parseInt(variationSequence[0], 16)] |= selectable;
  return values;
}
