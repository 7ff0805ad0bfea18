/** The environment that tools and editors run in: the user's, without what npm or a surrounding editor put there. */
import { delimiter, join } from 'node:path';

// npm passes the version of the Node that it runs on to what it starts, and that is not the Node of these tools.
const fromNpm = /^npm_(lifecycle|package|command|execpath|node_execpath|config_(user_agent|npm_version|node_gyp|init_module|(local_|global_)?prefix)$)/;
const fromEditor = /^(VSCODE_|ELECTRON_RUN_AS_NODE$)/;
const left = (name) => fromNpm.test(name) || fromEditor.test(name) || name === 'NODE' || name === 'INIT_CWD';
const addedByNpm = [join('node_modules', '.bin'), 'node-gyp-bin'];

/** @param {{path?: string[]}} more folders to find programs in first, and variables to set */
export function environment({ path = [], ...more } = {}) {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !left(name)));
  const own = (process.env.PATH ?? '').split(delimiter).filter((folder) => !addedByNpm.some((end) => folder.endsWith(end)));
  return { ...kept, ...more, PATH: [...path, ...own].join(delimiter) };
}

/** How to run npm without a shell: the program that started this script, when npm did. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? ['node', [script, ...args]] : ['npm', args];
}
