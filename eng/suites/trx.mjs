/**
 * Reads the result files of `dotnet test`:
 * `<UnitTestResult testId="1" testName="Add_two" outcome="Failed"><Output><ErrorInfo><Message>no</Message>…</UnitTestResult>`
 * `<UnitTest id="1" …><TestMethod className="Shop.SumTests" name="Add_two" /></UnitTest>`
 */
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const skippedOutcomes = ['NotExecuted', 'Inconclusive', 'NotRunnable'];

export function addTrx(result, xml) {
  const methods = methodsOf(xml);
  for (const [, attributes, body = ''] of xml.matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>(.*?)<\/UnitTestResult>)/gs)) {
    const name = fullName(methods.get(/testId="([^"]*)"/.exec(attributes)?.[1]), textOf(/testName="([^"]*)"/.exec(attributes)));
    const outcome = textOf(/outcome="([^"]*)"/.exec(attributes));
    const message = textOf(/<Message>(.*?)<\/Message>/s.exec(body));
    if (outcome === 'Passed') result.passed++;
    else if (skippedOutcomes.includes(outcome)) result.skipped.push({ what: name, why: message || 'no reason given' });
    else result.failures.push({ name, text: [message, textOf(/<StackTrace>(.*?)<\/StackTrace>/s.exec(body)), textOf(/<StdOut>(.*?)<\/StdOut>/s.exec(body))].filter(Boolean).join('\n') });
  }
  return result;
}

/** The class and method of each test by its id: a row of data is named after its data only. */
function methodsOf(xml) {
  const methods = new Map();
  for (const [, id, body] of xml.matchAll(/<UnitTest [^>]*?id="([^"]*)"[^>]*>(.*?)<\/UnitTest>/gs)) {
    const [className, name] = ['className', 'name'].map((key) => textOf(new RegExp(`<TestMethod [^>]*?\\b${key}="([^"]*)"`).exec(body)));
    methods.set(id, `${className.split('.').at(-1)}.${name}`);
  }
  return methods;
}

function fullName(method, name) {
  if (method === undefined) return name;
  return method.endsWith(`.${name}`) ? method : `${method}: ${name}`;
}

function textOf(match) {
  return (match?.[1] ?? '').replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });
}
