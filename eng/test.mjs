/** `npm test [-- --only <suite>]`: builds, runs every suite, and ends with the totals. */
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { Refusal, main, say } from './console/steps.mjs';
import { packageExtension } from './product/extension.mjs';
import { publishServer } from './product/server.mjs';
import { suites } from './suites/all.mjs';
import { emptyResult } from './suites/result.mjs';
import { summarise } from './suites/summary.mjs';

const build = {
  name: 'build',
  title: 'Build',
  async run() {
    await publishServer();
    await packageExtension();
    return emptyResult();
  },
};

await main(async () => {
  const chosen = choose();
  const outcomes = [await attempt(build)];
  if (outcomes[0].result.failures.length === 0) for (const suite of chosen) outcomes.push(await attempt(suite));

  const { lines, failed } = summarise(outcomes, Boolean(process.env.CI));
  process.stdout.write(`\n${lines.join('\n')}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
});

function choose() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const unknown = (values.only ?? []).find((name) => !suites.some((suite) => suite.name === name));
  if (unknown) throw new Refusal(`There is no suite "${unknown}": choose from ${suites.map(({ name }) => name).join(', ')}.`);
  return values.only ? suites.filter(({ name }) => values.only.includes(name)) : suites;
}

async function attempt(suite) {
  const began = performance.now();
  const result = await resultOf(suite);
  for (const { name, text } of result.failures) process.stdout.write(`\nFAILED  ${suite.title}: ${name}\n${stripVTControlCharacters(text)}\n\n`);
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${suite.title}: ${result.passed} passed, ${result.failures.length} failed`);
  return { title: suite.title, seconds, result };
}

/** What a suite needs and cannot have makes it "not run"; whatever else goes wrong is a failure. */
async function resultOf(suite) {
  try {
    await suite.prepare?.();
  } catch (error) {
    if (!(error instanceof Refusal)) return { ...emptyResult(), failures: [{ name: suite.title, text: error.stack }] };
    return { ...emptyResult(), skipped: [{ what: suite.title, why: error.message }] };
  }
  try {
    return await suite.run();
  } catch (error) {
    return { ...emptyResult(), failures: [{ name: suite.title, text: error instanceof Refusal ? error.message : error.stack }] };
  }
}
