// Figures for people: what was measured, its value, and beside it what is promised.

const NameWidth = 48;
const ValueWidth = 62;

export async function timed(act) {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** The value that a share of the others does not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = values => percentile(values, 0.5);

export function report(what, times, promise) {
  const at = share => ms(percentile(times, share));
  print(what, `p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} (${times.length} times)`, promise);
}

/** A table of a heading, lines, and a promise at the end of those that have one. */
export function print(what, value, promise) {
  const end = promise === undefined ? "" : `  ${promise}`;
  console.log(`${what.padEnd(NameWidth)} ${end === "" ? value : value.padEnd(ValueWidth)}${end}`);
}

/** What is promised of a value, and whether it holds. */
export function atMost(limit, value, unit) {
  return verdict(value <= limit, `at most ${limit} ${unit}`);
}

export function atLeast(limit, value, unit) {
  return verdict(value >= limit, `at least ${limit} ${unit}`);
}

export function heading(text) {
  console.log(`\n${text}`);
}

export function ms(value) {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
}

export function size(bytes) {
  if (Math.abs(bytes) >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(2)} MiB`;
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function verdict(holds, promise) {
  return `${holds ? "holds" : "FAILS"}: ${promise}`;
}
