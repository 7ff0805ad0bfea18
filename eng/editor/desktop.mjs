/** The user's own VS Code, when there is one and a screen to show it on. */
import { spawnSync } from 'node:child_process';
import { run } from '../console/run.mjs';
import { environment } from '../machine/environment.mjs';
import { extensionFolder } from '../paths.mjs';

export function hasDesktopEditor() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  // In a terminal of a remote VS Code, `code` only passes files to the window far away.
  return Boolean(screen) && !process.env.VSCODE_IPC_HOOK_CLI && spawnSync('code', ['--version']).status === 0;
}

/** Runs the extension from the tree: nothing is installed into the user's editor. */
export async function openDesktopEditor(folder) {
  await run('Opening VS Code', 'code', ['--new-window', `--extensionDevelopmentPath=${extensionFolder}`, folder], { env: environment() });
}
