/**
 * `npm run generate [-- <server executable>]`: writes schemas/ from the contract in server/Protocol, and
 * client-vscode/src/protocol/ from schemas/. Both are committed; tests fail when they are stale.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openrpcFile, protocol, root, schemas } from './generate/places.mjs';
import { typescriptFiles } from './generate/typescript.mjs';

const server = process.argv[2];
const [program, ...prefix] = server ? [resolve(server)] : ['dotnet', 'run', '--project', join(root, 'server'), '--'];
const run = spawnSync(program, [...prefix, 'schema', '--out', schemas], { stdio: ['ignore', 'inherit', 'inherit'] });
if (run.status !== 0) {
  console.error(`generate: ${program} schema failed (${run.error?.message ?? `exit code ${run.status ?? run.signal}`}).`);
  process.exit(1);
}

await mkdir(protocol, { recursive: true });
const files = await typescriptFiles(JSON.parse(await readFile(openrpcFile, 'utf8')));
for (const [name, source] of Object.entries(files)) await writeFile(join(protocol, name), source);
