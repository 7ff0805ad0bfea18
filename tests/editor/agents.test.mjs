/** Real agents beside one another in a real editor: their interfaces come up, take a prompt, and are there on return. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { after, before, describe } from 'node:test';
import { provide } from '../agents/support/programs.mjs';
import { claude } from '../agents/support/programs/claude.mjs';
import { codex } from '../agents/support/programs/codex.mjs';
import { FakeModel } from '../fakes/model/fake-model.mjs';
import { Editor } from './support/editor.mjs';
import { storyOf } from './support/story.mjs';

const prompt = 'please say the number of the day';
const answer = 'The number of the day is FORTY-TWO.';

describe('Real agents in the editor', async () => {
  const provided = await Promise.all([provide(codex), provide(claude)]);
  const unavailable = provided.map((program) => program.unavailable).find(Boolean);
  const editor = new Editor('agents');
  const step = storyOf(editor, { skip: unavailable });
  let model;
  let window;

  before(async () => {
    if (unavailable) return;
    model = await FakeModel.start();
    model.answer(prompt, answer);
    await editor.open({ trust: 'everything', prepare });
    window = await editor.window();
    await window.showAgents();
  });

  after(async () => {
    await editor.close();
    await model?.close();
  });

  step('Codex comes up in its terminal, and a prompt that is typed there is answered', async () => {
    await window.command('Agents: New Session');
    await window.pick('Codex');
    await window.terminalShows(codex.ready);
    await window.typePrompt(prompt);
    await window.terminalShows(/FORTY-TWO/);
  });

  step('Claude Code comes up beside it and is answered too', async () => {
    await window.command('Agents: New Session');
    await window.pick('Claude Code');
    await window.terminalShows(claude.ready);
    await window.typePrompt(prompt);
    await window.terminalShows(/FORTY-TWO/);
    assert.equal(await window.rows().count(), 2);
  });

  step('A command that fails says so in its row', async () => {
    await window.command('Agents: New Session');
    await window.pick('Command…');
    await window.answer('The program and its arguments', 'ls /no/such/folder');
    await window.row(/ls .*exited with code 2/).waitFor();
  });

  step('SW-06 Going back to the first session shows its interface as it was', async () => {
    await window.openRow(/Codex/, prompt);
    await window.terminalShows(/FORTY-TWO/);
    await window.terminalShows(codex.ready);
    await editor.screenshot(window, 'agents-side-by-side');
  });

  step('Nothing is left running when the editor closes and the host is told to end', async () => {
    assert.deepEqual(await editor.close(), []);
  });

  /** Both programs find their own configuration, and the model, through the environment of the editor. */
  async function prepare(folders) {
    const home = join(folders.root, 'agent-home');
    await mkdir(home);
    const places = { home, cwd: folders.workspace, modelUrl: model.url };
    const path = provided.flatMap((program) => program.binFolders);
    // The editor asks the login shell for its PATH, as it does for a user's own agents.
    await writeFile(join(home, '.profile'), `export PATH="${path.join(delimiter)}:$PATH"\n`);
    return { ...await codex.prepare(places), ...await claude.prepare(places), path };
  }
});
