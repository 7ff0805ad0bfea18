import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Home } from "./support/home.mjs";
import { eventually, Limit } from "./support/limits.mjs";
import { createCommand, finishCommand, isEnded, LastsUntilStopped, startCommand } from "./support/sessions.mjs";
import { Terminal } from "./support/terminal.mjs";
import { testBoth as test } from "./support/transports.mjs";

const SessionNotFound = 1001;
/** The one byte that is a question by itself: it is answered, not shown. */
const Enquiry = 0x05;
const Cat = "stty -echo -icanon; echo ready; exec cat";

test("SUB-01 SUB-02 SUB-03 SUB-04 a reveal and the output after it hold every byte once, in order", Limit, async t => {
  const { client, home } = await connected(t);
  const counter = "read -r go; i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i+1)); done; echo the-end; exec sleep 600";
  const { id } = await createCommand(client, home, counter, { cols: 200, rows: 24 });
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.input("go\r");

  // Revealing in the middle of the flood, several times: every result must join what follows it.
  for (let again = 0; again < 5; again++) {
    await terminal.waitForText(new RegExp(`line ${(again + 1) * 1000}\\r\\n`));
    await client.request("session/conceal", { sessionId: id });
    const since = { epoch: terminal.epoch, offset: terminal.received };
    const { terminal: { kind, data, offset } } = await terminal.reveal({ since });
    assert.equal(kind, "suffix");
    assert.equal(since.offset + Buffer.from(data, "base64").length, offset);
  }
  await terminal.waitForText(/the-end/);

  const numbers = [...terminal.text.matchAll(/line (\d+)\r$/gm)].map(([, number]) => Number(number));
  assert.deepEqual(numbers, Array.from({ length: 20000 }, (_, index) => index));
});

test("TRM-01 TRM-06 colours, UTF-8 and every byte value arrive exactly as they were written", Limit, async t => {
  const { client, home } = await connected(t);
  const sample = Buffer.concat([
    Buffer.from("\u001b[38;2;255;100;0mfarbig ✓ 漢字 🎉👩‍👩‍👧 é\u001b[0m\u001b]8;;https://example.invalid\u0007link\u001b]8;;\u0007"),
    Buffer.from(Array.from({ length: 256 }, (_, value) => value).filter(value => value !== Enquiry)),
    Buffer.from("END-OF-SAMPLE"),
  ]);
  writeFileSync(join(home.work, "sample"), sample);

  const { id } = await createCommand(client, home, `stty raw -echo; echo; printf START-OF-SAMPLE; cat sample; ${LastsUntilStopped}`);
  const terminal = new Terminal(client, id);
  await terminal.reveal({ since: { epoch: "", offset: 0 } });
  await terminal.waitForText(/END-OF-SAMPLE/);
  const from = await client.request("session/reveal", { sessionId: id, since: { epoch: terminal.epoch, offset: 0 } });

  assert.equal(from.terminal.kind, "suffix");
  const bytes = Buffer.from(from.terminal.data, "base64");
  const start = bytes.indexOf("START-OF-SAMPLE") + "START-OF-SAMPLE".length;
  assert.deepEqual(bytes.subarray(start), sample);
});

test("TRM-06 input arrives as it was typed, bytes cut anywhere", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal, sessionId } = await revealed(client, home, Cat);

  const typed = Buffer.from("ä✓🎉 \u0001\u001b[A\t end-of-input");
  for (const byte of typed) void client.request("terminal/input", { sessionId, data: Buffer.from([byte]).toString("base64") });
  await terminal.waitForText(/end-of-input/);

  assert.deepEqual(terminal.bytes.subarray(-typed.length), typed);
});

test("SND-15 requests of one connection are typed in the order they were sent", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal } = await revealed(client, home, Cat);
  const words = Array.from({ length: 500 }, (_, index) => `<${index}>`);

  await Promise.all(words.map(word => terminal.input(word)));
  await terminal.waitForText(/<499>/);

  assert.ok(terminal.text.endsWith(words.join("")));
});

test("TRM-05 the size is what was asked for, and the program hears of a new one", Limit, async t => {
  const { client, home } = await connected(t);
  const script = "trap 'echo size=$(stty size)' WINCH; echo size=$(stty size); while :; do sleep 0.05; done";
  const { id } = await createCommand(client, home, script, { cols: 91, rows: 33 });
  const terminal = new Terminal(client, id);
  await terminal.reveal();

  await terminal.waitForText(/size=33 91/);
  await terminal.resize(120, 40);
  await terminal.waitForText(/size=40 120/);
  await terminal.reveal({ cols: 100, rows: 30, active: true });
  await terminal.waitForText(/size=30 100/);
});

test("TRM-05 the viewer that last acted leads the size, and the others are told", Limit, async t => {
  const { client, home } = await connected(t);
  const { sessionId } = await revealed(client, home, "echo ready; exec sleep 600", { cols: 80, rows: 24 });
  const other = await home.connect();

  await other.request("session/reveal", { sessionId, cols: 132, rows: 43, active: true });
  const told = await client.waitFor("terminal/resized", params => params.sessionId === sessionId);
  assert.deepEqual([told.cols, told.rows], [132, 43]);

  const position = other.position;
  await client.request("session/reveal", { sessionId, cols: 90, rows: 25 });
  assert.deepEqual((await client.request("session/get", { sessionId })).detail.terminal.cols, 132);
  await client.request("session/reveal", { sessionId, cols: 90, rows: 25, active: true });
  const back = await other.waitFor("terminal/resized", params => params.sessionId === sessionId, position);
  assert.deepEqual([back.cols, back.rows], [90, 25]);
});

test("SNP-15 a reveal with a new size answers with the content at the old one", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal } = await revealed(client, home, "echo ready; exec sleep 600", { cols: 80, rows: 24 });

  const result = await terminal.reveal({ cols: 100, rows: 30, active: true });

  assert.deepEqual([result.terminal.cols, result.terminal.rows], [80, 24]);
});

test("TRM-03 the exit is told after all output, with the position of its end", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await createCommand(client, home, "read -r go; i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; echo last words; exit 3");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await terminal.input("go\r");

  const exit = await terminal.waitForExit();

  assert.equal(exit.exitCode, 3);
  assert.match(terminal.text, /last words\r\n$/);
  assert.equal(exit.offset, terminal.offset);
});

test("SUB-17 TRM-03 SW-09 an ended session shows its last screen and how it ended to who comes late", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await finishCommand(client, home, "echo last words; exit 4");

  const terminal = new Terminal(client, id);
  const { session } = await terminal.reveal();

  assert.match(terminal.text, /last words/);
  assert.equal(session.phase, "ended");
  assert.deepEqual(session.exit, { reason: "exited", code: 4 });
  await client.watch("the end to be told in the list, too", () => client.changesOf(id).at(-1)?.phase === "ended" || undefined);
});

for (const viewers of [0, 1, 2]) {
  test(`TRM-07 a question is answered once with ${viewers} viewers, and none of them sees it`, Limit, async t => {
    const { client, home } = await connected(t);
    // The answer is shown as it came; a second one would be read with it.
    const script = "stty raw -echo; printf ready; read -r go; printf '<\\033[c>'; sleep 0.5; dd bs=1000 count=1 2>/dev/null | tr '\\033' '^'; printf done; exec sleep 600";
    const { id } = await createCommand(client, home, script);
    const terminals = [];
    for (let viewer = 0; viewer < viewers; viewer++) {
      terminals.push(new Terminal(await home.connect(), id));
      await terminals.at(-1).reveal();
    }

    // Until then the terminal itself would echo what is typed.
    await printed(client, id, /ready/);
    await client.request("terminal/input", { sessionId: id, data: Buffer.from("go\n").toString("base64") });
    const { data } = await printed(client, id, /done/);
    await Promise.all(terminals.map(terminal => terminal.waitForText(/done/)));

    assert.match(data, /^ready<>\^\[\?[\d;]+cdone$/);
    for (const terminal of terminals) assert.doesNotMatch(terminal.text, /\u001b\[c/);
  });
}

test("TRM-05 sizes that change while a program prints come between what was printed before and after them", Limit, async t => {
  const { client, home } = await connected(t);
  const script = "trap 'echo size=$(stty size)' WINCH; echo ready; while :; do sleep 0.02; done";
  const { terminal, sessionId } = await revealed(client, home, script, { cols: 80, rows: 24 });
  const other = await home.connect();

  for (let cols = 81; cols <= 90; cols++) {
    await other.request("terminal/resize", { sessionId, cols, rows: 24 });
    await terminal.waitForText(new RegExp(`size=24 ${cols}`));
  }

  const told = client.notifications.filter(({ params }) => params?.sessionId === sessionId).map(({ method, params }) =>
    method === "terminal/resized" ? [params.cols] : method === "terminal/output" ? Buffer.from(params.data, "base64").toString().match(/(?<=size=24 )\d+/g)?.map(Number) ?? [] : []);
  assert.deepEqual(told.flat(), Array.from({ length: 10 }, (_, index) => [81 + index, 81 + index]).flat());
});

test("SUB-13 revealing, concealing and reading a session that does not exist is refused with 1001", Limit, async t => {
  const { client } = await connected(t);

  for (const method of ["session/reveal", "session/conceal", "terminal/snapshot"])
    assert.equal((await client.refusal(method, { sessionId: "missing", format: "text" })).code, SessionNotFound, method);
  assert.deepEqual((await client.request("host/status", {})).connections[0].liveSessions, []);
});

test("SUB-06 since the end gives a suffix without data", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal } = await revealed(client, home, "echo ready; exec sleep 600");

  const result = await terminal.reveal({ since: { epoch: terminal.epoch, offset: terminal.received } });

  assert.equal(result.terminal.kind, "suffix");
  assert.equal(result.terminal.data, "");
});

test("ID-07 SUB-12 a position that is not one gives a snapshot, never old content as new", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal } = await revealed(client, home, "echo ready; exec sleep 600");
  const { epoch } = terminal;
  const end = terminal.received;

  for (const since of [
    { epoch: "another", offset: end },
    { epoch: "", offset: 0 },
    { epoch, offset: -1 },
    { epoch, offset: end + 1 },
    { epoch, offset: Number.MAX_SAFE_INTEGER },
    undefined,
  ]) {
    const result = await terminal.reveal({ ...(since && { since }) });
    assert.equal(result.terminal.kind, "snapshot", JSON.stringify(since));
    assert.equal(result.terminal.offset, end);
    assert.match(terminal.text, /ready/);
  }
});

test("SUB-07 BP-09 a position that is no longer kept gives a snapshot that says it is not everything", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await startCommand(client, home, "head -c 12000000 /dev/zero | tr '\\0' x; printf 'after the flood'; exec sleep 600");
  await printed(client, id, /after the flood/);
  const { detail } = await client.request("session/get", { sessionId: id });

  const result = await client.request("session/reveal", { sessionId: id, since: { epoch: detail.terminal.epoch, offset: 0 } });

  assert.equal(result.terminal.kind, "snapshot");
  assert.equal(result.terminal.truncated, true);
  assert.equal(result.terminal.offset, detail.terminal.offset);
  assert.match(Buffer.from(result.terminal.data, "base64").toString(), /after the flood/);
});

test("SUB-09 revealing twice delivers every byte once", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal, sessionId } = await revealed(client, home, Cat);

  await Promise.all(Array.from({ length: 5 }, () => client.request("session/reveal", { sessionId })));
  await terminal.reveal();
  await terminal.input("once-and-only");
  await terminal.waitForText(/once-and-only/);

  assert.equal(terminal.text.match(/once-and-only/g).length, 1);
});

test("SUB-10 concealing twice does no harm and the session goes on", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal, sessionId } = await revealed(client, home, Cat);

  await client.request("session/conceal", { sessionId });
  await client.request("session/conceal", { sessionId });
  await terminal.reveal();
  await terminal.input("hello again");
  await terminal.waitForText(/hello again/);
});

test("PH-08 a session is active while somebody looks and detached when nobody does", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await startCommand(client, home, LastsUntilStopped);

  await client.request("session/reveal", { sessionId: id });
  await client.waitForSession(id, ({ phase }) => phase === "active");
  await client.request("session/conceal", { sessionId: id });
  await client.waitForSession(id, ({ phase }) => phase === "detached");
});

test("CAP-01 CAP-04 CAP-06 the fifth session evicts the one concealed longest, and nothing of it follows", Limit, async t => {
  const { client, home } = await connected(t);
  const terminals = [];
  for (let index = 0; index < 4; index++) terminals.push(await revealed(client, home, Cat));
  await client.request("session/conceal", { sessionId: terminals[1].sessionId });
  await client.request("session/conceal", { sessionId: terminals[0].sessionId });

  const fifth = await revealed(client, home, Cat);
  const evicted = await client.waitFor("session/evicted");

  // The order is that of the reveals: the first was revealed before the second.
  assert.deepEqual(evicted, { sessionId: terminals[0].sessionId, reason: "limit" });
  const status = await client.request("host/status", {});
  assert.deepEqual([...status.connections[0].liveSessions].sort(),
    [terminals[1], terminals[2], terminals[3], fifth].map(({ sessionId }) => sessionId).sort());

  await terminals[0].terminal.input("unseen");
  await terminals[2].terminal.input("seen");
  await terminals[2].terminal.waitForText(/seen/);
  await printed(client, terminals[0].sessionId, /unseen/);
  assert.doesNotMatch(terminals[0].terminal.text, /unseen/);

  await terminals[0].terminal.reveal();
  assert.match(terminals[0].terminal.text, /unseen/);
});

test("CAP-03 of five visible sessions none is evicted, and all go on showing what is printed", Limit, async t => {
  const { client, home } = await connected(t);
  const visible = [];
  for (let index = 0; index < 5; index++) visible.push(await revealed(client, home, Cat));

  for (const { terminal } of visible) {
    await terminal.input("shown");
    await terminal.waitForText(/shown/);
    assert.match(terminal.result.grade, /^(live|paced)$/);
  }

  assert.deepEqual(client.notifications.filter(({ method }) => method === "session/evicted"), []);
});

test("CAP-13 MUL-02 what one connection reveals, conceals or loses does not touch another", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminal, sessionId } = await revealed(client, home, Cat);
  const other = await home.connect();
  const seen = new Terminal(other, sessionId);
  await seen.reveal({ active: false });

  await terminal.input("for both");
  await Promise.all([terminal.waitForText(/for both/), seen.waitForText(/for both/)]);
  other.kill();
  await other.ended();

  await terminal.input("for one");
  await terminal.waitForText(/for one/);
});

test("BP-05 without acknowledgements at most the window is sent, and an acknowledgement goes on", Limit, async t => {
  const { client, home } = await connected(t);
  const { terminalWindowBytes } = client.server.limits;
  const total = 600_000;
  const { id } = await createCommand(client, home, `read -r go; head -c ${total} /dev/zero | tr '\\0' x; exec sleep 600`);
  const terminal = new Terminal(client, id, { acknowledges: false });
  const { terminal: { offset: start } } = await terminal.reveal();

  await terminal.input("go\r");
  const end = await eventually("the program to have printed all", async () => {
    const { detail } = await client.request("session/get", { sessionId: id });
    return detail.terminal.offset >= start + total && detail.terminal.offset;
  });
  assert.ok(terminal.received - start > 0, "what fits into the window is sent");
  assert.ok(terminal.received - start <= terminalWindowBytes || terminal.resyncs > 0, `${terminal.received - start} bytes came without an acknowledgement`);

  // From here on it reads: it is given the rest as bytes, or as a resync if it was behind for too long.
  terminal.startAcknowledging();
  await terminal.waitForOffset(end);
});

test("BP-02 BP-05 who is behind for longer than a second is resynchronised and then goes on", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await createCommand(client, home, "read -r go; head -c 3000000 /dev/zero | tr '\\0' x; printf 'after the flood'; exec cat");
  const terminal = new Terminal(client, id, { acknowledges: false });
  await terminal.reveal();
  const resync = terminal.waitForResync();

  await terminal.input("go\r");
  const { result, sessionId } = await resync;

  assert.equal(sessionId, id);
  assert.equal(result.terminal.kind, "snapshot");
  terminal.startAcknowledging();
  await terminal.waitForText(/after the flood/);
  await terminal.input("and now live\r");
  await terminal.waitForText(/and now live/);
});

test("BP-04 BP-10 a flood that nobody reads leaves the list and another session's echo usable", Limit, async t => {
  const { client, home } = await connected(t);
  const flood = await startCommand(client, home, "exec yes 'a flood that nobody reads'");
  const deaf = new Terminal(client, flood.id, { acknowledges: false });
  await deaf.reveal();
  const { terminal } = await revealed(client, home, Cat);

  for (let turn = 0; turn < 50; turn++) {
    await terminal.input(`<${turn}>`);
    await terminal.waitForText(new RegExp(`<${turn}>`));
    assert.equal((await client.request("session/list", {})).total, 2);
  }

  await client.request("session/stop", { sessionId: flood.id, force: true });
  await client.waitForSession(flood.id, isEnded);
});

test("SNP-04 the text of a terminal can be read without revealing it, and moves nothing", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await startCommand(client, home, "printf 'plain \\033[31mred\\033[0m text\\n'; exec sleep 600");

  const snapshot = await printed(client, id, /plain red text/);

  assert.ok(snapshot.epoch && snapshot.offset > 0);
  assert.deepEqual([snapshot.cols, snapshot.rows], [80, 24]);
  assert.deepEqual((await client.request("host/status", {})).connections[0].liveSessions, []);
  assert.deepEqual(client.notifications.filter(({ method }) => method === "terminal/output"), []);
});

test("PH-14 TRM-03 a session that is being ended can be revealed, and shows its end", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await startCommand(client, home, "trap 'echo not yet' INT TERM HUP; echo ready; while :; do sleep 0.05; done");
  await printed(client, id, /ready/);

  await client.request("session/stop", { sessionId: id, graceMs: 2000 });
  const terminal = new Terminal(client, id);
  const { session } = await terminal.reveal();
  const exit = await terminal.waitForExit();

  assert.equal(session.phase, "closing");
  assert.match(terminal.text, /ready[^]*not yet/);
  assert.equal(exit.signal, "SIGKILL");
});

test("ID-05 every frame about a session names it", Limit, async t => {
  const { client, home } = await connected(t);
  const { id } = await createCommand(client, home, "echo text; exit 0");
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  await client.waitForSession(id, isEnded);
  await terminal.waitForExit();

  for (const { method, params } of client.notifications.filter(({ method }) => /^(terminal|session)\//.test(method)))
    assert.equal(params.sessionId, id, method);
  for (const row of client.changesOf(id)) assert.ok(!("offset" in row || "seq" in row || "epoch" in row));
});

async function connected(t) {
  const home = Home.for(t);
  return { home, client: await home.connect() };
}

/** A running session with a viewer, after the word "ready" if its script says it. */
async function revealed(client, home, script, more) {
  const { id } = await createCommand(client, home, script, more);
  const terminal = new Terminal(client, id);
  await terminal.reveal();
  if (script.includes("ready")) await terminal.waitForText(/ready/);
  return { sessionId: id, terminal };
}

/** Reads a terminal's text, again and again until it shows something: nobody announces it to who has not revealed. */
async function printed(client, sessionId, pattern) {
  return eventually(`${pattern} on the terminal of ${sessionId}`, async () => {
    const snapshot = await client.request("terminal/snapshot", { sessionId, format: "text" });
    return pattern.test(snapshot.data) && snapshot;
  });
}
