/** The places in the tree that more than one script names. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
export const artifacts = join(root, 'artifacts');
export const extensionFolder = join(root, 'client-vscode');
export const vsix = join(artifacts, 'orchestrator.vsix');
export const serverFolder = join(artifacts, 'server');
export const serverExecutable = join(serverFolder, process.platform === 'win32' ? 'orchestrator.exe' : 'orchestrator');

/** What is installed once and shared by every clone: outside the tree, so that `git clean` keeps it. */
export const cache =
  process.env.ORCHESTRATOR_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'orchestrator');
