/** What a suite found: counts, and the whole text of each failure. */

export const emptyResult = () => ({ passed: 0, failures: [], skipped: [] });

/** A run that says it failed but names no failed test, or names no test at all, has itself failed. */
export function settle(result, { code, timedOut, output }) {
  const found = result.passed + result.failures.length + result.skipped.length;
  if (timedOut) result.failures.push({ name: 'the run', text: `It was ended because it took too long.\n${output}` });
  else if (code !== 0 && result.failures.length === 0) result.failures.push({ name: 'the run', text: `It ended with exit code ${code}.\n${output}` });
  else if (found === 0) result.failures.push({ name: 'the run', text: `It ended without a single result.\n${output}` });
  return result;
}
