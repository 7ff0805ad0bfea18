/** Every code point is as wide in the server's table as in the addon that VS Code's terminal counts with. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import unicode11 from '@xterm/addon-unicode11';

const source = new URL('../../server/Screens/Widths/CodePointWidthTable.cs', import.meta.url);

test('Of every code point, table and addon tell the same width', async () => {
  const table = await tableOf(source);
  const addon = addonWidths();

  const different = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const [ours, theirs] = [table(codePoint), addon.wcwidth(codePoint)];
    if (ours !== theirs) different.push(`U+${codePoint.toString(16)}: ${ours}, addon ${theirs}`);
  }

  assert.deepEqual(different, []);
});

/** Looks up as the generated C# does: two bits for each code point, in blocks of 256. */
async function tableOf(file) {
  const text = await readFile(file, 'utf8');
  const bytes = (name) => Uint8Array.from(new RegExp(`${name} =>\\s*\\[([^\\]]*)\\]`).exec(text)[1].match(/\d+/g));
  const [blocks, packed] = [bytes('Blocks'), bytes('Packed')];
  return (codePoint) => (packed[(blocks[codePoint >> 8] << 6) | ((codePoint >> 2) & 63)] >> ((codePoint & 3) * 2)) & 3;
}

function addonWidths() {
  let provider;
  new unicode11.Unicode11Addon().activate({ unicode: { register: (registered) => (provider = registered) } });
  return provider;
}
