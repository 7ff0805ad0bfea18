/** Says what is being done and for how long the run has been going. */

const began = performance.now();

/** Something expected stands in the way: the message is all that a person needs, so no stack is shown. */
export class Refusal extends Error {}

export function elapsed() {
  const seconds = Math.floor((performance.now() - began) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function say(line = '') {
  process.stdout.write(line === '' ? '\n' : `${elapsed().padStart(5)}  ${line}\n`);
}

/** Runs the body of a script and turns what it throws into a message and an exit code. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stdout.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
