/** Recorded output of real programs, as programs; where the terminal got another size, a step says so. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "recordings");

/** @returns `[{name, program}]` */
export const recordings = readdirSync(folder).filter(file => file.endsWith(".json")).sort().map(file => {
  const name = file.slice(0, -".json".length);
  const { columns, rows, resizes } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const bytes = readFileSync(join(folder, `${name}.bin`));
  const steps = [];
  let at = 0;
  for (const resize of resizes) {
    steps.push(bytes.subarray(at, resize.offset), { columns: resize.columns, rows: resize.rows });
    at = resize.offset;
  }
  return { name, program: { columns, rows, steps: [...steps, bytes.subarray(at)] } };
});
