import * as vscode from 'vscode';
import type { ClientFacts } from '../connection/initialize-params.js';

/** What the server is told about this window. */
export function editorFacts(version: string): ClientFacts {
  const { kind } = vscode.window.activeColorTheme;
  return {
    processId: process.pid,
    version,
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter((folder) => folder.uri.scheme === 'file')
      .map((folder) => ({ uri: folder.uri.toString(), name: folder.name })),
    isDark: kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast,
  };
}
