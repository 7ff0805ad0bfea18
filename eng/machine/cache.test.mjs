import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

let folder;

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'orchestrator-cache-'))));
afterEach(() => rm(folder, { recursive: true }));

test('Two runs at once install once', async () => {
  await Promise.all([install('appendFile(join(partial, "file"), "x")').done, install('appendFile(join(partial, "file"), "x")').done]);

  assert.deepEqual(await readdir(folder), ['tool-1']);
  assert.equal(await readFile(join(folder, 'tool-1', 'file'), 'utf8'), 'x');
});

test('An install that fails leaves nothing behind', async () => {
  const code = await install('Promise.reject(new Error("no network"))').done;

  assert.notEqual(code, 0);
  assert.deepEqual(await readdir(folder), []);
});

test('The leftovers of a killed install are cleared by the next', async () => {
  const killed = install('new Promise((resolve) => { console.log("busy"); setTimeout(resolve, 60_000); })');
  await once(killed.child.stdout, 'data');
  killed.child.kill('SIGKILL');
  await killed.done;
  const lock = join(folder, 'tool-1.lock');
  await utimes(lock, new Date(0), new Date(0));

  const code = await install('writeFile(join(partial, "file"), "x")').done;

  assert.equal(code, 0);
  assert.deepEqual(await readdir(folder), ['tool-1']);
});

/** Runs an install of "tool-1" in a process of its own, as two terminals would. */
function install(body) {
  const code = `
    import { appendFile, writeFile } from 'node:fs/promises';
    import { join } from 'node:path';
    import { installOnce } from ${JSON.stringify(join(import.meta.dirname, 'cache.mjs'))};
    await installOnce('tool-1', (partial) => ${body});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, ORCHESTRATOR_CACHE: folder }, stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { child, done: once(child, 'exit').then(([exitCode]) => exitCode) };
}
