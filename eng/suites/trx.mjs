/**
 * Reads the result files of `dotnet test`:
 * `<UnitTestResult testName="Add_two" outcome="Failed"><Output><ErrorInfo><Message>no</Message>…</UnitTestResult>`
 */
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const skippedOutcomes = ['NotExecuted', 'Inconclusive', 'NotRunnable'];

export function addTrx(result, xml) {
  for (const [, attributes, body = ''] of xml.matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>(.*?)<\/UnitTestResult>)/gs)) {
    const name = textOf(/testName="([^"]*)"/.exec(attributes));
    const outcome = textOf(/outcome="([^"]*)"/.exec(attributes));
    const message = textOf(/<Message>(.*?)<\/Message>/s.exec(body));
    if (outcome === 'Passed') result.passed++;
    else if (skippedOutcomes.includes(outcome)) result.skipped.push({ what: name, why: message || 'no reason given' });
    else result.failures.push({ name, text: [message, textOf(/<StackTrace>(.*?)<\/StackTrace>/s.exec(body)), textOf(/<StdOut>(.*?)<\/StdOut>/s.exec(body))].filter(Boolean).join('\n') });
  }
  return result;
}

function textOf(match) {
  return (match?.[1] ?? '').replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });
}
