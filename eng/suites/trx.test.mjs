import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyResult } from './result.mjs';
import { addTrx } from './trx.mjs';

const file = `<TestRun><Results>
  <UnitTestResult testName="Add_two" outcome="Passed" duration="00:00:00.1" />
  <UnitTestResult testName="Add_&quot;three&quot;" outcome="Failed"><Output><StdOut>seen</StdOut><ErrorInfo>
    <Message>Expected &lt;5&gt;&#xD;</Message><StackTrace>at Sum</StackTrace></ErrorInfo></Output></UnitTestResult>
  <UnitTestResult testName="On_Windows" outcome="NotExecuted"><Output><ErrorInfo><Message>needs Windows</Message></ErrorInfo></Output></UnitTestResult>
  <UnitTestResult testId="7" testName="two" outcome="Timeout" />
</Results><TestDefinitions>
  <UnitTest name="two" storage="shop.dll" id="7"><Execution id="8" /><TestMethod codeBase="shop.dll" className="Shop.SumTests" name="Hang" /></UnitTest>
</TestDefinitions></TestRun>`;

test('A result file of dotnet test gives counts, whole failures and reasons', () => {
  const result = addTrx(emptyResult(), file);

  assert.deepEqual(result, {
    passed: 1,
    failures: [{ name: 'Add_"three"', text: 'Expected <5>\r\nat Sum\nseen' }, { name: 'SumTests.Hang: two', text: '' }],
    skipped: [{ what: 'On_Windows', why: 'needs Windows' }],
  });
});
