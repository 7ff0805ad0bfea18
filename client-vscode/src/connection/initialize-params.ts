import type { InitializeParams, WorkspaceFolder } from '../protocol/contract.js';
import { terminalColors } from './terminal-colors.js';

/** What the editor says of itself. */
export interface ClientFacts {
  readonly processId: number;
  readonly version: string;
  readonly folders: readonly WorkspaceFolder[];
  readonly isDark: boolean;
}

/** The params of `initialize`; events of transcripts are not asked for, the client shows terminals. */
export function initializeParams(facts: ClientFacts): InitializeParams {
  return {
    processId: facts.processId,
    clientInfo: { name: 'orchestrator-vscode', version: facts.version },
    workspaceFolders: [...facts.folders],
    capabilities: { transcript: false, workDoneProgress: false, terminal: { colors: terminalColors(facts.isDark) } },
  };
}
