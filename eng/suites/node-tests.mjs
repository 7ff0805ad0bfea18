/** Suites that Node's own test runner runs: every *.test.mjs below a folder, one file after the other. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { run } from '../console/run.mjs';
import { environment } from '../machine/environment.mjs';
import { node24 } from '../machine/node24.mjs';
import { needPackagesOfTree } from '../machine/packages.mjs';
import { artifacts, root } from '../paths.mjs';
import { emptyResult, settle } from './result.mjs';

const reporter = join(import.meta.dirname, 'node-reporter.mjs');
const testTimeoutMs = 10 * 60_000;

/** @param {{name: string, title: string, folder: string, needs?: () => Promise<void>}} suite */
export function nodeSuite({ name, title, folder, needs = async () => {} }) {
  return {
    name,
    title,
    async prepare() {
      await needPackagesOfTree();
      await needs();
    },
    async run() {
      const files = testFiles(join(root, folder));
      const results = join(artifacts, 'tests', `${name}.jsonl`);
      await mkdir(join(artifacts, 'tests'), { recursive: true });
      await rm(results, { force: true });
      if (files.length === 0) return settle(emptyResult(), { code: 0, output: `There is no *.test.mjs below ${folder}.` });
      const { bin } = await node24();
      const ended = await run(`Running ${files.length} test files below ${folder}`, 'node', [
        '--test', '--test-concurrency=1', `--test-timeout=${testTimeoutMs}`,
        '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${reporter}`, `--test-reporter-destination=${results}`, ...files,
      ], { cwd: root, env: environment({ path: [bin] }), mayFail: true, timeoutMs: 25 * 60_000 });
      return settle(read(await readFile(results, 'utf8').catch(() => '')), ended);
    },
  };
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules')).sort().map((name) => join(folder, name));
}

function read(lines) {
  const result = emptyResult();
  for (const line of lines.split('\n').filter(Boolean)) {
    const test = JSON.parse(line);
    const name = `${relative(root, test.file ?? '')}: ${test.name}`;
    if (test.outcome === 'passed') result.passed++;
    else if (test.outcome === 'skipped') result.skipped.push({ what: name, why: test.reason ?? 'no reason given' });
    else result.failures.push({ name, text: test.text });
  }
  return result;
}
