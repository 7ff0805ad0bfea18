/** The end of a test run: a line for each suite, what was not run and why, and the totals as the last line. */
const plural = (count, word) => `${count} ${word}`;

/**
 * @param {{title: string, seconds: number, result: object}[]} outcomes
 * @param {boolean} isStrict what was not run is a failure, because nobody is there to read the reason
 * @returns {{lines: string[], failed: number}}
 */
export function summarise(outcomes, isStrict) {
  const notRun = outcomes.flatMap(({ result }) => result.skipped);
  const passed = sum(outcomes, ({ result }) => result.passed);
  const failed = sum(outcomes, ({ result }) => result.failures.length) + (isStrict ? notRun.length : 0);
  const skipped = isStrict || notRun.length === 0 ? '' : `, ${plural(notRun.length, 'skipped')}`;
  const lines = [
    ...outcomes.map(suiteLine),
    ...notRun.map(({ what, why }) => `not run: ${what}: ${why}${isStrict ? ' (a failure here, because CI is set)' : ''}`),
    `${plural(passed, 'passed')}, ${plural(failed, 'failed')}${skipped}`,
  ];
  return { lines, failed };
}

function suiteLine({ title, seconds, result }) {
  const counts = [plural(result.passed, 'passed'), plural(result.failures.length, 'failed')];
  if (result.skipped.length > 0) counts.push(plural(result.skipped.length, 'not run'));
  return `${title.padEnd(30)} ${counts.join(', ').padEnd(34)} ${seconds} s`;
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
