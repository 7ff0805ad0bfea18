/** The tests of the server, in the configuration it is published in. */
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { dotnetEnvironment, needDotnet } from '../machine/dotnet.mjs';
import { artifacts, root } from '../paths.mjs';
import { emptyResult, settle } from './result.mjs';
import { addTrx } from './trx.mjs';

const solution = 'Orchestrator.Rpc.sln';
const configuration = ['--configuration', 'Release'];

export const dotnet = {
  name: 'dotnet',
  title: 'Server (.NET)',
  prepare: needDotnet,
  async run() {
    const results = join(artifacts, 'tests', 'dotnet');
    await rm(results, { recursive: true, force: true });
    const options = { cwd: root, env: dotnetEnvironment(), mayFail: true, timeoutMs: 20 * 60_000 };
    const build = await run('Building the tests of the server', 'dotnet', ['build', solution, ...configuration], options);
    if (build.code !== 0) return settle(emptyResult(), build);
    const ended = await run('Running the tests of the server', 'dotnet', [
      'test', solution, ...configuration, '--no-build', '--logger', 'trx', '--logger', 'console;verbosity=normal', '--results-directory', results,
      // A test that hangs is named instead of keeping everybody waiting.
      '--blame-hang', '--blame-hang-timeout', '3m', '--blame-hang-dump-type', 'none',
    ], options);
    return settle(await readResults(results), ended);
  },
};

async function readResults(folder) {
  const result = emptyResult();
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.trx'))) addTrx(result, await readFile(join(folder, name), 'utf8'));
  return result;
}
