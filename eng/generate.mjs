/**
 * `npm run generate [-- <server executable>]`: writes schemas/ from the contract in server/Protocol, and
 * client-vscode/src/protocol/ from schemas/. Both are committed; tests fail when they are stale.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { contractSource } from './generate/contract.mjs';
import { methodsSource } from './generate/methods.mjs';

const root = resolve(import.meta.dirname, '..');
const schemas = join(root, 'schemas');
const protocol = join(root, 'client-vscode', 'src', 'protocol');

const server = process.argv[2];
const [program, ...prefix] = server ? [resolve(server)] : ['dotnet', 'run', '--project', join(root, 'server'), '--'];
const run = spawnSync(program, [...prefix, 'schema', '--out', schemas], { stdio: ['ignore', 'inherit', 'inherit'] });
if (run.status !== 0) {
  console.error(`generate: ${program} schema failed (${run.error?.message ?? `exit code ${run.status ?? run.signal}`}).`);
  process.exit(1);
}

const openrpc = JSON.parse(await readFile(join(schemas, 'openrpc.json'), 'utf8'));
await mkdir(protocol, { recursive: true });
await writeFile(join(protocol, 'contract.ts'), await contractSource(openrpc));
await writeFile(join(protocol, 'methods.ts'), methodsSource(openrpc));
