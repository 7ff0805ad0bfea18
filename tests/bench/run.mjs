// What the product promises about speed, measured on what was built and printed. A promise that fails is shown; only a flood over its bound is an error.

import { adopt } from "./adopt.mjs";
import { enrichment } from "./enrichment.mjs";
import { lanes } from "./lanes.mjs";
import { engine } from "./screens/engine.mjs";
import { floods } from "./screens/floods.mjs";
import { parse } from "./screens/parse.mjs";
import { reveal } from "./screens/reveal.mjs";
import { server } from "./server.mjs";
import { transport } from "./transport.mjs";

const Parts = {
  server,
  adopt,
  transport,
  lanes,
  "enrichment/start": enrichment.start,
  "enrichment/turns": enrichment.turns,
  "enrichment/lists": enrichment.lists,
  "screens/parse": parse,
  "screens/engine": engine,
  "screens/floods": floods,
  "screens/reveal": reveal,
};

const names = process.argv.slice(2);
const known = name => Object.keys(Parts).filter(part => part === name || part.startsWith(`${name}/`));
const unknown = names.find(name => known(name).length === 0);

if (unknown !== undefined) {
  console.log(`There is no part "${unknown}": choose from screens, enrichment, ${Object.keys(Parts).join(", ")}.`);
  process.exitCode = 64;
} else {
  const chosen = names.length === 0 ? Object.keys(Parts) : names.flatMap(known);
  for (const part of new Set(chosen)) await run(part);
}

/** One part that fails does not hide the figures of the others. */
async function run(part) {
  try {
    await Parts[part]();
  } catch (error) {
    console.log(`${part} failed: ${error.stack}`);
    process.exitCode = 1;
  }
}
