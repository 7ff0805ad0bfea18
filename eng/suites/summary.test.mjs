import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyResult, settle } from './result.mjs';
import { summarise } from './summary.mjs';

const outcome = (result) => ({ title: 'One', seconds: 1, result: { ...emptyResult(), ...result } });
const skipped = [{ what: 'the editor', why: 'there is no browser' }];

test('The last line holds the totals over all suites', () => {
  const { lines, failed } = summarise([outcome({ passed: 2 }), outcome({ passed: 3, failures: [{ name: 'a', text: '' }] })], false);

  assert.equal(lines.at(-1), '5 passed, 1 failed');
  assert.equal(failed, 1);
});

test('What was not run is listed with its reason', () => {
  const { lines, failed } = summarise([outcome({ passed: 2, skipped })], false);

  assert.deepEqual(lines.slice(-2), ['not run: the editor: there is no browser', '2 passed, 0 failed, 1 skipped']);
  assert.equal(failed, 0);
});

test('What was not run is a failure where nobody reads the reason', () => {
  const { lines, failed } = summarise([outcome({ passed: 2, skipped })], true);

  assert.equal(lines.at(-1), '2 passed, 1 failed');
  assert.equal(failed, 1);
});

for (const [name, ended] of [
  ['dies without results', { code: 1, output: 'boom' }],
  ['ends well without results', { code: 0, output: '' }],
  ['takes too long', { code: null, timedOut: true, output: '' }],
]) {
  test(`A suite that ${name} counts as failed`, () => {
    assert.equal(settle(emptyResult(), ended).failures.length, 1);
  });
}
