// Who comes late, leaves and comes back, or was there from the beginning: all show the same, whatever is printed.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Dice } from "../screens/random/dice.mjs";
import { dirt } from "../screens/random/streams.mjs";
import { sameAs } from "../screens/support/viewers.mjs";
import { Xterm } from "../screens/support/xterm.mjs";
import { Home } from "./support/home.mjs";
import { Limit } from "./support/limits.mjs";
import { createCommand, LastsUntilStopped } from "./support/sessions.mjs";
import { testBoth as test } from "./support/transports.mjs";
import { Viewer } from "./support/viewer.mjs";

const Recordings = join(import.meta.dirname, "..", "screens", "recordings");
const Columns = 120;
const Rows = 40;

/** Told in every failure, so that the same moments can be tried again. */
const Seed = Number(process.env.SNAPSHOTS_SEED ?? 1);

/** Every kind of state: both screens, margins, tab stops, sets, pens, modes, a saved cursor, links, titles, a pending wrap. */
const Picture = [
  "\x1b]0;a picture\x07scrolled away\r\n".repeat(60),
  "\x1b[2;20r\x1b[3g\x1b[9G\x1bH\x1b(0lqk\x1b(B\x1b[38;2;10;200;30m\x1b[4:3mcurly\x1b[0m \x1b]8;;https://example.invalid\x07link\x1b]8;;\x07",
  "\x1b7\x1b[5;5H\x1b[1;7mbold\x1b[22;27m 漢字 👩‍👩‍👧 é",
  "\x1b[?1049h\x1b[?25l\x1b[?1h\x1b[?1000;1006;1004;2004h\x1b=\x1b[H\x1b[2J\x1b[44m full \x1b[3 q\x1b[10;30r\x1b[?6h\x1b[4;4Hin margins",
  "\x1b[?6l\x1b[40;1H" + "=".repeat(Columns),
].join("");

/** Printed at the end of a piece, tells that the piece is shown. */
const Rest = Buffer.from("\x1b]2;a rest\x07");
const Colors = { foreground: "#cccccc", background: "#1f1f1f", cursor: "#ffffff", ansi: Array(16).fill("#808080") };

for (const name of ["vim", "less", "codex", "claude", "htop", "tmux"]) {
  test(`SNP-03 SNP-09 SUB-01 ${name}: who comes at any moment, or comes back, shows what who never left shows`, Limit, async t => {
    const dice = new Dice(Seed + name.length);
    const home = Home.for(t);
    const recording = readFileSync(join(Recordings, `${name}.bin`));
    const { id, control } = await replay(home, pieces(recording, dice), { isFree: true });
    const live = await viewer(home, id);
    await live.reveal();

    const [first, second] = moments(dice, recording.length, 2);
    const coming = [
      ...moments(dice, recording.length, 3).map(moment => comeLate(home, id, live, moment, moment)),
      comeBack(home, id, live, moments(dice, recording.length, 2)),
    ];
    const resizing = resizeAt(control, live, [[first, 100, 30], [second, Columns, Rows]]);
    await control.next();
    const viewers = await Promise.all(coming);
    await resizing;
    await finished(live, viewers);

    for (const each of viewers) same(live, each, `${name}, seed ${Seed}, ${each.kinds.join(" then ")}`);
  });
}

test("SNP-03 SNP-04 SNP-09 SUB-06 a picture with every kind of state is the same for new, used and returning viewers", Limit, async t => {
  const home = Home.for(t);
  const { id, control } = await replay(home, [Buffer.from(Picture)]);
  const live = await viewer(home, id);
  await live.reveal();
  await control.next();
  await control.next();
  await finished(live);

  const fresh = await viewer(home, id);
  assert.equal((await fresh.reveal()).kind, "snapshot");
  const used = await viewer(home, id, dirty(7));
  await used.reveal();
  const again = await fresh.reveal({ since: fresh.since });
  const snapshot = await control.client.request("terminal/snapshot", { sessionId: id, format: "vt" });
  const unrevealed = new Xterm(snapshot.cols, snapshot.rows);
  unrevealed.feed(Buffer.from(snapshot.data, "base64"));

  assert.deepEqual([again.kind, again.data], ["suffix", ""]);
  assert.equal(snapshot.offset, live.offset);
  same(live, fresh, "a new viewer");
  same(live, used, "a used viewer");
  same(live, { screen: unrevealed }, "a snapshot without a reveal");
});

test("SNP-04 the text of a terminal is that of its screen, without what makes it look so", Limit, async t => {
  const home = Home.for(t);
  const { id, control } = await replay(home, [Buffer.from(Picture)]);
  const live = await viewer(home, id);
  await live.reveal();
  await control.next();
  await control.next();
  await finished(live);

  const { data, cols, rows, offset } = await control.client.request("terminal/snapshot", { sessionId: id, format: "text", scrollback: 0 });

  assert.deepEqual([cols, rows, offset], [Columns, Rows, live.offset]);
  const lines = data.split("\n");
  assert.match(lines[0], /^ full$/);
  assert.match(lines[12], /^ {3}in margins$/);
  assert.equal(lines[39], "=".repeat(Columns));
  assert.doesNotMatch(data, /[\x00-\x09\x0b-\x1f]/);
});

test("SUB-06 SUB-07 SNP-02 a suffix is what was printed since then; where it is no longer kept, a snapshot says so", Limit, async t => {
  const home = Home.for(t);
  const { id, control } = await replay(home, [Buffer.from("x".repeat(700_000))]);
  const live = await viewer(home, id);
  await live.reveal();
  await control.next();
  await control.next();
  await finished(live);
  const { epoch, offset: end } = live.since;
  const since = offset => control.client.request("session/reveal", { sessionId: id, since: { epoch, offset } }).then(({ terminal }) => terminal);

  // Between them lies the first retained byte.
  let [gone, kept] = [0, end];
  while (kept - gone > 1) {
    const middle = Math.floor((gone + kept) / 2);
    if ((await since(middle)).kind === "suffix") kept = middle;
    else gone = middle;
  }
  const [first, earlier] = [await since(kept), await since(gone)];

  assert.equal(first.kind, "suffix");
  const suffix = Buffer.from(first.data, "base64");
  assert.equal(suffix.length, end - kept);
  assert.deepEqual(suffix, live.bytes.subarray(-suffix.length));
  assert.deepEqual([earlier.kind, earlier.truncated, earlier.offset], ["snapshot", true, end]);
});

test("SNP-15 SNP-09 TRM-05 a snapshot is of the old size, and the size it was asked with comes after it, for all who look", Limit, async t => {
  const home = Home.for(t);
  const { id, control } = await replay(home, [
    Buffer.concat([readFileSync(join(Recordings, "vim.bin")).subarray(0, 9000), Rest]), Buffer.from("\r\nafter the new size\x1b[5;5Hhere"),
  ]);
  const live = await viewer(home, id);
  await live.reveal();
  await control.next();
  await atRest(live);

  const leader = await viewer(home, id, dirty(3));
  const content = await leader.lead(90, 25);
  await live.waitFor("the new size", screen => screen.dump().startsWith("size 90 25\n"));
  const fresh = await viewer(home, id);
  await fresh.reveal();
  await control.next();
  await control.next();
  await finished(live, [leader, fresh]);

  assert.deepEqual([content.kind, content.cols, content.rows], ["snapshot", Columns, Rows]);
  assert.deepEqual([fresh.content.cols, fresh.content.rows], [90, 25]);
  same(live, leader, "who set the size");
  same(live, fresh, "who came after it");
});

test("TRM-07 SNP-03 questions in a picture are answered once, and no viewer sees or answers them", Limit, async t => {
  const home = Home.for(t);
  const questions = "\x1b[c\x1b[5n\x1b[6n\x1b]11;?\x07\x1b[?1$p\x1bP$qm\x1b\\";
  const { id, control } = await replay(home, [Buffer.from(`${Picture}${questions}${Rest}`), Buffer.from("\x1b[H\x1b[6nmore")]);
  const viewers = [await viewer(home, id), await viewer(home, id)];
  for (const each of viewers) await each.reveal();
  await control.next();
  await atRest(viewers[0]);
  const late = await viewer(home, id, dirty(5));
  await late.reveal();
  await control.next();
  // The question is answered when what follows it is shown; what is typed then comes after the answer.
  await viewers[0].waitFor("the last piece", screen => screen.dump().includes("more"));
  await control.next();
  await finished(viewers[0], [viewers[1], late]);

  for (const each of [...viewers, late]) {
    assert.equal(each.answers, "");
    assert.doesNotMatch(each.bytes.toString("latin1"), /\x1b\[(?:c|[56]n|\?1\$p)|\x1b\]11;\?|\x1bP\$q/);
    same(viewers[0], each, each.kinds.join());
  }

  const answers = control.heard(1);
  for (const answer of [/\x1b\[\?[\d;]+c/g, /\x1b\[0n/g, /\x1b\[40;120R/g, /\x1b\]11;rgb:/g, /\x1b\[\?1;1\$y/g, /\x1bP1\$r[\d;:]*m/g])
    assert.equal(answers.match(answer)?.length, 1, `${answer} in ${JSON.stringify(answers)}`);
  assert.match(control.heard(2), /^\x1b\[1;1Rgo$/);
});

/** A session that prints pieces, each after a line of input or, when `isFree`, by itself; and the connection that controls it and never looks. */
async function replay(home, printed, { isFree = false } = {}) {
  const folder = join(home.work, "pieces");
  mkdirSync(folder);
  printed.forEach((piece, index) => writeFileSync(join(folder, String(1001 + index)), piece));
  // What is read is what was typed, and before it what the terminal answered.
  const listen = isFree ? "sleep 0.005" : "read -r line; printf %s \"$line\" > $piece.heard";
  const script = `stty raw -echo; read -r go; for piece in pieces/????; do cat $piece; ${listen}; done; printf '\\033]2;the end\\007'; ${LastsUntilStopped}`;
  const client = await home.connect({ capabilities: { terminal: { colors: Colors } } });
  const { id } = await createCommand(client, home, script, { cols: Columns, rows: Rows });
  return { id, control: new Control(client, id, folder) };
}

class Control {
  constructor(client, id, folder) {
    Object.assign(this, { client, id, folder });
  }

  /** Lets the next piece be printed. */
  next() {
    return this.client.request("terminal/input", { sessionId: this.id, data: Buffer.from("go\n").toString("base64") });
  }

  resize(cols, rows) {
    return this.client.request("terminal/resize", { sessionId: this.id, cols, rows });
  }

  /** What the program had read when it went on after a piece, counted from 1. */
  heard(piece) {
    return readFileSync(join(this.folder, `${1000 + piece}.heard`), "latin1");
  }
}

const viewer = async (home, id, screen) => new Viewer(await home.connect(), id, screen);

/** A terminal that was used for something else and left in the middle of it. */
function dirty(seed) {
  const screen = new Xterm(Columns, Rows);
  screen.feed(dirt(seed, { hasTitles: false }));
  return screen;
}

async function comeLate(home, id, live, offset, seed) {
  const late = await viewer(home, id, dirty(seed));
  await live.waitForOffset(offset);
  await late.reveal();
  return late;
}

async function comeBack(home, id, live, [leaves, returns]) {
  const back = await viewer(home, id);
  await back.reveal();
  await back.waitForOffset(leaves);
  await back.conceal();
  await live.waitForOffset(returns);
  await back.reveal({ since: back.since });
  return back;
}

async function resizeAt(control, live, moments) {
  for (const [offset, columns, rows] of moments) {
    await live.waitForOffset(offset);
    await control.resize(columns, rows);
  }
}

/** Resolves when the last piece is shown by everyone. */
async function finished(live, others = []) {
  await live.waitFor("the end", screen => /^title the end$/m.test(screen.dump()));
  await Promise.all(others.map(each => each.waitForOffset(live.offset)));
}

/** Resolves when the piece that ends with `Rest` is shown. */
const atRest = live => live.waitFor("a rest", screen => /^title a rest$/m.test(screen.dump()));

function same(live, { screen }, what) {
  const difference = sameAs(live.screen, { fresh: screen, dirty: screen }, what);
  if (difference !== undefined) assert.fail(difference);
}

function pieces(bytes, dice) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += parts.at(-1).length) parts.push(bytes.subarray(at, at + dice.between(200, 2000)));
  return parts;
}

/** Moments in order; near the end there may be none, because questions are not shown. */
const moments = (dice, bytes, count) => Array.from({ length: count }, () => dice.between(0, Math.floor(bytes * 0.8))).sort((one, other) => one - other);
