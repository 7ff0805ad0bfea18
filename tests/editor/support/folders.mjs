/** The folders of one editor under test: nothing of the user's is read or written. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns {Promise<{root: string, home: string, state: string, workspace: string, data: string, extensions: string}>} */
export async function createFolders() {
  const root = await mkdtemp(join(tmpdir(), 'orchestrator-editor-'));
  const folders = Object.fromEntries(['home', 'state', 'workspace', 'data', 'extensions'].map((name) => [name, join(root, name)]));
  // The state folder is left for the server to make, with the mode it wants.
  for (const name of ['home', 'workspace']) await mkdir(folders[name]);
  return { root, ...folders };
}

/** The browser and the editor may still be writing their last lines. */
export const removeFolders = ({ root }) => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
