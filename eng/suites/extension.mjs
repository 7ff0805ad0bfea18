/** The unit tests of the extension. */
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { run } from '../console/run.mjs';
import { environment, npm } from '../machine/environment.mjs';
import { node24 } from '../machine/node24.mjs';
import { needPackagesOfTree } from '../machine/packages.mjs';
import { artifacts, root } from '../paths.mjs';
import { emptyResult, settle } from './result.mjs';

export const extension = {
  name: 'extension',
  title: 'Extension (vitest)',
  prepare: needPackagesOfTree,
  async run() {
    const file = join(artifacts, 'tests', 'extension.json');
    await rm(file, { force: true });
    const { bin } = await node24();
    const [command, args] = npm('run', 'test', '--workspace', 'client-vscode', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
    const ended = await run('Running the tests of the extension', command, args, {
      cwd: root, env: environment({ path: [bin] }), mayFail: true, timeoutMs: 10 * 60_000,
    });
    return settle(read(await readFile(file, 'utf8').catch(() => '{"testResults":[]}')), ended);
  },
};

function read(json) {
  const result = emptyResult();
  for (const file of JSON.parse(json).testResults) {
    const name = relative(root, file.name);
    if (file.assertionResults.length === 0 && file.status === 'failed') result.failures.push({ name, text: file.message });
    for (const test of file.assertionResults) {
      if (test.status === 'passed') result.passed++;
      else if (test.status === 'failed') result.failures.push({ name: `${name}: ${test.fullName}`, text: test.failureMessages.join('\n') });
      else result.skipped.push({ what: `${name}: ${test.fullName}`, why: 'marked as skipped in its source' });
    }
  }
  return result;
}
