import * as vscode from 'vscode';
import { plainLine, withoutLinks } from '../common/text.js';

/** Tells that an agent is not installed, and offers the command that installs it or the page that says how. */
export async function showInstallHint(name: string, install: string | undefined): Promise<void> {
  const missing = `${withoutLinks(plainLine(name))} was not found on the PATH of the server.`;
  if (install === undefined) {
    void vscode.window.showInformationMessage(`${missing} Install it, then try again.`);
  } else if (install.startsWith('https://')) {
    const choice = await vscode.window.showInformationMessage(`${missing} Its page says how to install it.`, 'Open Page');
    if (choice !== undefined) await vscode.env.openExternal(vscode.Uri.parse(install, true));
  } else {
    const command = withoutLinks(plainLine(install));
    const choice = await vscode.window.showInformationMessage(`${missing} This installs it: ${command}`, 'Copy Command');
    if (choice !== undefined) await vscode.env.clipboard.writeText(plainLine(install));
  }
}
