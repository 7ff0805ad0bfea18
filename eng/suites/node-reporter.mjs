/** A reporter for Node's test runner: one line of JSON for each test that has ended. */
import { inspect } from 'node:util';

export default async function* (events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A group is counted by the tests in it, unless it failed by itself.
    const error = data.details.error;
    const isGroup = data.details.type === 'suite' || error?.failureType === 'subtestsFailed';
    if (isGroup && (type === 'test:pass' || error?.failureType === 'subtestsFailed')) continue;
    const outcome = data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
    const reason = [data.skip, data.todo].find((each) => typeof each === 'string' && each !== '');
    const text = error === undefined ? '' : inspect(error.cause ?? error, { depth: 5 });
    yield `${JSON.stringify({ name: data.name, file: data.file, outcome, reason, text })}\n`;
  }
}
