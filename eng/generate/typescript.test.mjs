import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { openrpcFile, protocol } from './places.mjs';
import { typescriptFiles } from './typescript.mjs';

const openrpc = JSON.parse(await readFile(openrpcFile, 'utf8'));
const files = await typescriptFiles(openrpc);

test('committed protocol types are fresh', async () => {
  assert.deepEqual((await readdir(protocol)).sort(), Object.keys(files).sort());
  for (const [name, source] of Object.entries(files)) {
    const committed = await readFile(join(protocol, name), 'utf8');
    assert.ok(committed === source, `${name} is stale: run "npm run generate" and commit the result`);
  }
});

test('every contract type is exported once, under its own name', () => {
  const exported = [...files['contract.ts'].matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);

  assert.deepEqual(exported, Object.keys(openrpc.components.schemas));
});

test('no type is left open', () => {
  assert.doesNotMatch(files['contract.ts'], /: (unknown|any)\b/);
});

test('every method is in a map, and every code in ErrorCode', () => {
  for (const { name } of openrpc.methods) assert.ok(files['methods.ts'].includes(`  '${name}': `), name);
  for (const [name, { code }] of Object.entries(openrpc.components.errors))
    assert.ok(files['methods.ts'].includes(`  ${name}: ${code},`), name);
});
