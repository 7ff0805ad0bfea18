/** Programs that fill the screen, which the editor test runs in sessions. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal, say } from '../console/steps.mjs';
import { needPackages } from './debian.mjs';

const names = ['vim', 'less', 'htop'];

/** Installs what is missing; where that is not possible, only the tests of these programs are not run. */
export async function fullScreenPrograms() {
  if (missingPrograms().length === 0) return;
  try {
    await needPackages('The editor test of full-screen programs', ...names);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
  }
}

/** Those that are not on the PATH. */
export function missingPrograms() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}
