/** Programs that fill the screen: left, evicted, changed meanwhile and found again, they look as to who never left. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { missingPrograms } from '../../eng/machine/full-screen-programs.mjs';
import { serverExecutable } from '../../eng/paths.mjs';
import { provide } from '../agents/support/programs.mjs';
import { codex } from '../agents/support/programs/codex.mjs';
import { Client } from '../blackbox/support/client.mjs';
import { Viewer } from '../blackbox/support/viewer.mjs';
import { FakeModel } from '../fakes/model/fake-model.mjs';
import { Editor } from './support/editor.mjs';
import { rowsOf } from './support/rows.mjs';
import { storyOf } from './support/story.mjs';

const prompt = 'please say the number of the day';
const answer = 'The **number** of the day is `FORTY-TWO`.';
const pollMs = 50;
const sameMs = 20_000;

/** What is typed before the session is left, and while it is; after each, what the screen shows then. */
const stories = [
  {
    name: 'vim', args: ['vim', '-N', '-u', 'NONE', '-i', 'NONE', '-n', '-c', 'syntax on', '-c', 'set number ruler', 'program.c'],
    first: [[':split\r', /program\.c.*\n[^]*program\.c/], ['20Gzt5l', /20,\d/]],
    away: [[':vsplit\r', /│|\|/], ['60Gzz', /60,\d/], ['ochanged while nobody looked\x1b', /changed while nobody looked/]],
  },
  {
    name: 'less', args: ['less', '-N', 'long.txt'],
    first: [['  ', /line 10\d/], ['/line 17.\r', /^ +170 line 170/m]],
    away: [['?line 6.\r', /^ +69 line 69/m], ['G', /line 400/]],
  },
  { name: 'htop', args: ['htop', '-d', '100'], first: [['t', /Tree|F5/]], away: [['/vim', /Search: vim/], ['\x1b', /F1/]] },
  { name: 'codex', first: [['', codex.ready]], away: [[prompt, /number of the day/], ['\r', /FORTY-TWO/]] },
];

describe('Sessions that are left and found again', async () => {
  const { unavailable, binFolders } = await provide(codex);
  const missing = new Map(missingPrograms().map((name) => [name, `${name} is not installed and could not be`]));
  if (unavailable) missing.set('codex', unavailable);
  const told = stories.filter(({ name }) => !missing.has(name));
  for (const [name, reason] of missing) test(`SNP-03 SNP-09 coming back to ${name}`, { skip: reason }, () => {});

  const editor = new Editor('revealed');
  const step = storyOf(editor);
  const clients = [];
  let model;
  let codexEnvironment;
  let window;
  let control;

  before(async () => {
    model = await FakeModel.start();
    model.answer(prompt, answer);
    await editor.open({ trust: 'everything', prepare });
    control = await connect();
    window = await editor.window();
    await window.showAgents();
  });

  after(async () => {
    for (const client of clients) client.kill();
    await editor.close();
    await model?.close();
  });

  for (const story of told) {
    step(`SNP-03 ${story.name} in the editor looks as to a viewer that was there from the beginning`, async () => {
      await begin(story);
      await looksTheSame(story);
      await type(story, story.first);
      await looksTheSame(story);
      await editor.screenshot(window, `${story.name}-before`);
    });
  }

  step('CAP-04 Sessions that are opened in addition push out the one that was left first', async () => {
    for (let count = told.length; count <= control.server.limits.liveSessions; count++) {
      await create({ name: `another ${count}`, args: ['sleep', '600'] });
      await open(`another ${count}`);
    }
    await eventually(async () => await lookersAt(told[0].id) === 1);
    await editor.screenshot(window, 'another-session');
  });

  step('The programs change what they show while the editor shows another session', async () => {
    for (const story of told) await type(story, story.away);
  });

  for (const story of told) {
    step(`SNP-03 SNP-09 SUB-04 SW-06 coming back to ${story.name}, which was evicted, shows what changed`, async () => {
      assert.equal(await lookersAt(story.id), 1, 'the editor receives nothing of it');
      await open(story.name);
      await looksTheSame(story);
      await editor.screenshot(window, `${story.name}-after`);
    });
  }

  if (told.some(({ name }) => name === 'codex')) {
    step('SW-08 coming back to an answer, the prompt that it answers stands before it', async () => {
      const rows = (await window.terminalRows()).map(plain);
      const [asked, answered] = [prompt, 'FORTY-TWO'].map((text) => rows.findIndex((row) => row.includes(text)));
      assert.ok(asked >= 0 && asked < answered, rows.join('\n'));
    });
  }

  for (const [size, cols, rows] of [['smaller', 70, 20], ['larger', 250, 80]]) {
    step(`SNP-09 SNP-15 a session that another client made ${size} meanwhile flows as for who saw the sizes come one by one`, async () => {
      const story = { name: `wraps ${size}`, args: ['sh', '-c', `printf '%s' "$1"; exec cat`, 'sh', wrappingText()] };
      await begin(story);
      await looksTheSame(story);
      await open(told[0].name);
      await eventually(async () => await window.terminalRows().then(([row]) => /^{fg-11}/.test(row)));
      await type(story, [['typed while away', /typed while away/]]);
      await control.request('terminal/resize', { sessionId: story.id, cols, rows });
      await story.viewer.waitFor('the new size', ({ buffer }) => buffer.length - buffer.baseY === rows);
      await open(story.name);
      await looksTheSame(story);
      // Where it appears tells where the cursor is.
      await type(story, [[' and after it', /away and after it/]]);
      await looksTheSame(story);
      await editor.screenshot(window, `wraps-${size}`);
    });
  }

  step('SNP-09 SW-09 a session that ended at another size is shown at that size', async () => {
    const story = { name: 'ended', args: ['sh', '-c', `printf '%s' "$1"`, 'sh', wrappingText()] };
    story.id = await create(story, { cols: 60, rows: 20 });
    await window.row(/ended.*exited/).click();
    await window.terminalShows(/ended: exit code 0/);
    const rows = (await window.terminalRows()).map(plain);
    await editor.screenshot(window, 'ended-at-another-size');

    // The last line printed and the line that tells the end are below what wraps at this width.
    assert.equal(rows.length, 20);
    assert.equal(Math.max(...rows.slice(0, -2).map((row) => row.length)), 60);
  });

  step('Nothing is left running when the editor closes and the host is told to end', async () => {
    for (const client of clients.splice(0)) client.kill();
    assert.deepEqual(await editor.close(), []);
  });

  async function connect() {
    const client = Client.start(serverExecutable, ['serve', '--stdio'], editor.env, editor.folders.workspace);
    clients.push(client);
    await client.initialize();
    return client;
  }

  /** A session with a viewer from its beginning, shown in the editor. */
  async function begin(story) {
    story.id = await create(story);
    story.viewer = new Viewer(await connect(), story.id);
    await story.viewer.reveal();
    await open(story.name);
  }

  async function create({ name, args }, size = { cols: 100, rows: 30 }) {
    const what = args === undefined ? { agent: 'codex', env: codexEnvironment } : { agent: 'command', args };
    const { session } = await control.request('session/create', { ...what, title: name, cwd: editor.folders.workspace, ...size });
    return session.id;
  }

  const open = (name) => window.openRow(new RegExp(`${name}.*(running|idle|working)`), name);

  async function type({ id, viewer }, keys) {
    for (const [text, shown] of keys) {
      await control.request('terminal/input', { sessionId: id, data: Buffer.from(text).toString('base64') });
      await viewer.waitFor(`${shown} after ${JSON.stringify(text)}`, (screen) => shown.test(plainText(screen)));
    }
  }

  /** How many connections get the content of a session. */
  async function lookersAt(id) {
    const { connections } = await control.request('host/status', {});
    return connections.filter(({ liveSessions }) => liveSessions.includes(id)).length;
  }

  /** Both terminals get there by themselves, soon; a redraw of the program's own comes later than that. */
  async function looksTheSame({ viewer }) {
    let shown;
    let expected;
    const isSame = async () => {
      shown = await window.terminalRows();
      expected = rowsOf(viewer.screen.buffer);
      return shown.length === expected.length && shown.every((row, index) => row === expected[index]);
    };
    await eventually(isSame).catch(() => assert.deepEqual(shown, expected));
  }

  /** Codex finds its configuration, and the model, through the environment of its session. */
  async function prepare({ root, workspace }) {
    const home = join(root, 'agent-home');
    await mkdir(home);
    codexEnvironment = await codex.prepare({ home, cwd: workspace, modelUrl: model.url });
    await writeFile(join(workspace, 'program.c'), sourceText());
    await writeFile(join(workspace, 'long.txt'), Array.from({ length: 400 }, (_, index) => `line ${index + 1} 漢字 é\n`).join(''));
    return { path: binFolders ?? [] };
  }
});

async function eventually(look) {
  const deadline = Date.now() + sameMs;
  while (!await look()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await wait(pollMs);
  }
}

function plainText({ buffer }) {
  return Array.from({ length: buffer.length - buffer.baseY }, (_, row) => buffer.getLine(buffer.baseY + row).translateToString(true)).join('\n');
}

const sourceText = () => Array.from({ length: 40 }, (_, index) =>
  `/* Part ${index} of the whole. */\nstatic const char *part_${index}(int count) { return count > ${index} ? "many" : "few"; }\n`).join('\n');

/** Lines of many lengths, so that each width wraps others; colours, and a word in the middle of the screen. */
const wrappingText = () => Array.from({ length: 60 }, (_, index) =>
  `\x1b[3${index % 8}m${`${index} `.repeat(10 + (index * 7) % 60)}\x1b[0m\r\n`).join('').concat('the end \x1b[7minverse\x1b[27m');

const plain = (row) => row.replace(/\{[^}]*\}/g, '');
