/**
 * The property of snapshots: a viewer that is given one, whatever it showed before, and then what the screen releases,
 * shows what a viewer from the beginning shows.
 */
import { dirt } from "../random/streams.mjs";
import { firstDifference, isAvoided } from "./compare.mjs";
import { apply, snapshotHere } from "./program.mjs";
import { Xterm } from "./xterm.mjs";

const scrollbackLines = 1000;

/** Begins to play a program with a `snapshotHere` in it; the rest happens when its answer is awaited. */
export function beginViewing(screen, program, seed) {
  const at = program.steps.indexOf(snapshotHere);
  if (at === -1 || isAvoided(program) || isOfOneRow(program)) return Promise.resolve(undefined);
  const [before, after] = [program.steps.slice(0, at), program.steps.slice(at + 1)];
  screen.open(program.columns, program.rows);
  for (const each of before) apply(screen, each);
  const snapshots = [screen.snapshot(scrollbackLines), screen.snapshot(scrollbackLines)];
  const released = after.map(each => {
    apply(screen, each);
    return Buffer.isBuffer(each) ? screen.visible() : each;
  });
  const answers = Promise.all([...snapshots, ...released]);
  // A rejection is looked at below; until then it must not count as forgotten.
  answers.catch(() => {});
  return viewed(program, before, after, answers, seed);
}

async function viewed({ columns, rows }, before, after, answers, seed) {
  let snapshot, again, released;
  try {
    [snapshot, again, ...released] = await answers;
  } catch (error) {
    return error.message;
  }
  if (!snapshot.equals(again)) return "SNP-14: a second snapshot differs from the first";

  const live = new Xterm(columns, rows);
  for (const each of before) apply(live, each);
  const [atColumns, atRows] = sizeAfter(columns, rows, before);
  const viewers = shown(snapshot, atColumns, atRows, seed, live);
  // Only printing makes a wrap pending, so what was erased there since is shown as a blank.
  if (live.isWrapPendingAtNothing) return undefined;
  const first = viewers.complaint ?? sameAs(live, viewers, "SNP-09");
  if (first !== undefined) return first;
  after.forEach((each, index) => {
    apply(live, each);
    for (const viewer of [viewers.fresh, viewers.dirty]) apply(viewer, released[index]);
  });
  return sameAs(live, viewers, "SNP-03, after the rest");
}

/** The snapshot in a new viewer, and in one that showed something else and was left in the middle of it. */
export function shown(snapshot, columns, rows, seed, live) {
  const fresh = new Xterm(columns, rows);
  fresh.feed(snapshot);
  const dirty = new Xterm(columns, rows);
  dirty.feed(dirt(seed, { hasTitles: /^titles [1-9]/m.test(live.dump()) }));
  dirty.feed(snapshot);
  return { fresh, dirty, complaint: complaintAbout(snapshot, fresh) };
}

function complaintAbout(snapshot, fresh) {
  if (!fresh.isBetweenSequences) return "SNP-10: the snapshot ends inside a sequence or a character";
  if (snapshot.includes("\x1b[?2026h")) return "SNP-10: the snapshot begins synchronized output";
  const before = fresh.dump();
  fresh.feed(snapshot);
  const difference = firstDifference(before, fresh.dump());
  return difference && `SNP-14: applied twice\n${difference}`;
}

/** @returns {string | undefined} where a viewer differs from the one from the beginning */
export function sameAs(live, { fresh, dirty }, what) {
  const state = comparable(live.dump());
  for (const [name, viewer] of [["a new viewer", fresh], ["a used viewer", dirty]]) {
    const difference = firstDifference(state, comparable(viewer.dump()));
    if (difference !== undefined) return `${what}, ${name} ("ours") is not as the live one ("xterm")\n${difference}`;
  }
  return undefined;
}

// A viewer that comes in the middle of synchronized output is not told of its beginning (SNP-10). A saved cursor above
// or below the screen is restored to its first or last row, so it may as well be there.
const comparable = state => ["normal", "alternate"].reduce((text, buffer) => {
  const [, count, first] = new RegExp(`^${buffer} lines (\\d+) top (\\d+)$`, "m").exec(text) ?? [];
  const top = Number(first ?? 0);
  const rows = first === undefined ? rowsOf(text) : Number(count) - top;
  return text.replace(new RegExp(`^(${buffer} saved x=\\d+ y=)(\\d+)`, "m"),
    (_, head, y) => head + Math.min(Math.max(top, Number(y)), top + rows - 1));
}, state.replace(/ \?2026=\d/, ""));

function rowsOf(state) {
  const [, count, top] = /^normal lines (\d+) top (\d+)$/m.exec(state);
  return Number(count) - Number(top);
}

// On a screen of one row the line above a wrap cannot be reached again, so what was erased of it is shown as blanks.
const isOfOneRow = ({ rows, steps }) => rows === 1 || steps.some(each => each.rows === 1);

export function sizeAfter(columns, rows, steps) {
  const last = steps.findLast(each => each.columns !== undefined);
  return last === undefined ? [columns, rows] : [last.columns, last.rows];
}
