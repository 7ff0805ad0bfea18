// ASCII text as programs print it: words, paths, numbers and punctuation.

const Words = `the a of to in is for with on that this from not are was by it file line error warning build test run
  function const return import export class static async await string number value index length buffer screen cursor
  terminal session agent server client request response notification subscription snapshot reveal offset position
  compiling linking finished running passed failed skipped expected actual timeout connection refused permission denied
  src/main.ts server/Program.cs ./node_modules/.bin/tsc README.md package.json 127.0.0.1:8080 0x7ffd5c3e 3.14159 100%
  {"id":42} [INFO] [WARN] [ERROR] => != === && || // -- ... (ok) <T> "quoted" 'single' --flag=value $HOME @scope/name`
  .split(/\s+/);

export function word(random) {
  return random.pick(Words);
}

/** Words with single spaces between them, exactly `length` characters. */
export function textOf(random, length) {
  let text = "";
  while (text.length < length) text += text === "" ? word(random) : ` ${word(random)}`;
  return text.slice(0, length);
}
