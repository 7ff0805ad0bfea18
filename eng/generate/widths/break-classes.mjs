/** What each code point is to the rules of grapheme clusters (UAX #29). The numbers are those of BreakClass.cs. */
import { codePoints, fill } from './unicode-database.mjs';

const classes = {
  Control: 1,
  CR: 1,
  LF: 1,
  Prepend: 2,
  Extend: 3,
  ZWJ: 4,
  SpacingMark: 5,
  Regional_Indicator: 6,
  L: 7,
  V: 8,
  T: 9,
  // One class for both: told apart they would need 44 blocks of their own.
  LV: 10,
  LVT: 10,
};
const pictograph = 11;

export async function breakClasses(database) {
  const values = new Uint8Array(codePoints);
  const pictographs = (await database.rows('emoji/emoji-data')).filter(({ property }) => property === 'Extended_Pictographic');
  fill(values, pictographs, pictograph);
  for (const row of await database.rows('auxiliary/GraphemeBreakProperty')) fill(values, [row], classes[row.property]);
  return values;
}
