// Four inputs for terminal engines, the same bytes in every run. They are kept outside the tree and made when missing.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../../eng/machine/cache.mjs";
import { plain } from "./corpora/plain.mjs";
import { Random } from "./corpora/random.mjs";
import { sgr } from "./corpora/sgr.mjs";
import { tui } from "./corpora/tui.mjs";
import { unicode } from "./corpora/unicode.mjs";

export const CorpusBytes = 16 * 1024 * 1024;

const Seed = 20260401;
const Generators = { plain, sgr, tui, unicode };

/** The files, in the order they are reported: `{name, path}`. */
export async function corpora() {
  const folder = await installOnce(`corpora-${versionOfGenerators()}`, async partial => {
    for (const [name, generate] of Object.entries(Generators)) await writeFile(join(partial, name), corpusOf(generate));
  });
  return Object.keys(Generators).map(name => ({ name, path: join(folder, name) }));
}

/** Whole pieces of a generator, as many as fit; the rest is filled with a control that moves nothing. */
function corpusOf(generate) {
  const corpus = Buffer.alloc(CorpusBytes, "\r");
  let length = 0;
  for (const piece of generate(new Random(Seed))) {
    const bytes = Buffer.from(piece, "utf8");
    if (length + bytes.length > CorpusBytes) return corpus;
    bytes.copy(corpus, length);
    length += bytes.length;
  }
  throw new Error("a generator ended before its corpus was full");
}

/** Another generator makes other files, so that a change of it is never measured with old ones. */
function versionOfGenerators() {
  const folder = join(import.meta.dirname, "corpora");
  const hash = createHash("sha256").update(readFileSync(import.meta.filename));
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
