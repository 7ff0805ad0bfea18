/**
 * `node eng/uncovered.mjs [--area TRM]`: prints which ids of tests/conformance.md no test names.
 * A report, not a check: it always exits 0.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const ignored = new Set(['node_modules', 'bin', 'obj', 'dist', 'artifacts', 'TestResults']);
const id = /\b[A-Z]{2,4}-\d{2}\b/g;
const { values: only } = parseArgs({ options: { area: { type: 'string' } } });

const { properties, excused } = readProperties(readFileSync(join(root, 'tests', 'conformance.md'), 'utf8'));
const named = new Map();
for (const file of [...filesUnder(join(root, 'tests')), ...filesUnder(join(root, 'client-vscode'))])
  for (const found of idsNamedIn(file)) named.set(found, [...(named.get(found) ?? []), relative(root, file)]);

report();

// "- SUB-03 S: statement" under "## SUB: area"; under "## Not automated" "- SUB-03: reason".
function readProperties(text) {
  const properties = new Map();
  const excused = new Map();
  let heading = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) heading = line.slice(3);
    const [, key, statement] = /^- ([A-Z]{2,4}-\d{2})(?: [SCB])?: (.+)$/.exec(line) ?? [];
    if (key) (heading === 'Not automated' ? excused : properties).set(key, statement);
  }
  return { properties, excused };
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : filesUnder(path);
    return entry.isFile() && /\.(cs|test\.[cm]?[jt]s|spec\.[cm]?[jt]s)$/.test(entry.name) ? [path] : [];
  });
}

function idsNamedIn(file) {
  // In TypeScript any string counts: titles are also built from tables and templates.
  const naming = file.endsWith('.cs') ? /TestCategory\("[^"]*"\)/g : /(['"`]).*?\1/g;
  const texts = readFileSync(file, 'utf8').match(naming) ?? [];
  return new Set(texts.flatMap((text) => text.match(id) ?? []));
}

function report() {
  const areas = new Set([...properties.keys()].map(areaOf));
  for (const area of areas) {
    if (only.area && area !== only.area) continue;
    const keys = [...properties.keys()].filter((key) => areaOf(key) === area);
    const unnamed = keys.filter((key) => !named.has(key));
    const uncovered = unnamed.filter((key) => !excused.has(key));
    const notAutomated = unnamed.length - uncovered.length;
    const note = notAutomated > 0 ? `, ${notAutomated} not automated` : '';
    console.log(`${area.padEnd(4)} ${keys.length - unnamed.length} of ${keys.length}${note}`);
    for (const key of uncovered) console.log(`  ${key} ${properties.get(key)}`);
  }
  for (const [key, files] of named)
    if (!properties.has(key)) console.log(`${key} is named by ${files.join(', ')} but is no id of tests/conformance.md`);
}

function areaOf(key) {
  return key.split('-')[0];
}
