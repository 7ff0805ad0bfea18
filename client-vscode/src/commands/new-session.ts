import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { parseCommandLine } from '../common/command-line.js';
import { plainLine } from '../common/text.js';
import type { Wire } from '../connection/link.js';
import type { SessionCreateParams } from '../protocol/contract.js';
import type { SessionStore } from '../state/session-store.js';
import { pickAgent } from '../views/agent-picker.js';
import { showInstallHint } from '../views/install-hint.js';
import type { Notices } from '../views/notices.js';
import type { Settings } from '../views/settings.js';
import type { TerminalTabs } from '../views/terminal-tabs.js';
import type { Command } from './command.js';

/** Creates a session of the agent, shell or command that the user chooses, and opens its terminal. */
export class NewSession implements Command {
  readonly id = 'orchestrator.newSession';

  constructor(
    private readonly wire: Wire,
    private readonly store: SessionStore,
    private readonly tabs: TerminalTabs,
    private readonly settings: Settings,
    private readonly notices: Notices,
  ) {}

  async execute(): Promise<void> {
    try {
      const params = await this.choose();
      if (params === undefined) return;
      const folder = await chooseFolder();
      if (folder === undefined) return;
      const { session } = await this.wire.request('session/create', { ...params, ...folder, ...this.tabs.likelySize });
      this.store.put(session);
      this.tabs.open(session.id);
    } catch (error) {
      await this.notices.problem('The session could not be created', error);
    }
  }

  private async choose(): Promise<SessionCreateParams | undefined> {
    const choice = await pickAgent(
      async (refresh) => (await this.wire.request('agent/list', refresh ? { refresh } : {})).agents, this.settings.agents);
    switch (choice?.kind) {
      case 'create':
        return choice.params;
      case 'ask':
        return askForCommand();
      case 'missing':
        await showInstallHint(choice.name, choice.install);
        return undefined;
      default:
        return undefined;
    }
  }
}

/** A line with shell syntax runs in a shell, and the input box says so while it is typed. */
async function askForCommand(): Promise<SessionCreateParams | undefined> {
  const [program = 'sh', ...options] = process.platform === 'win32' ? ['cmd.exe', '/d', '/c'] : ['sh', '-c'];
  const line = await vscode.window.showInputBox({
    title: 'New Session: Command',
    placeHolder: 'npm run dev',
    prompt: 'The program and its arguments',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const parsed = parseCommandLine(value);
      if (parsed.kind === 'unclosed') return `A quote (${parsed.quote}) is not closed.`;
      if (parsed.kind !== 'shell') return undefined;
      const message = `This line uses shell syntax: it runs with ${[program, ...options].join(' ')}.`;
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  const parsed = parseCommandLine(line ?? '');
  if (line === undefined || parsed.kind === 'empty' || parsed.kind === 'unclosed') return undefined;
  const args = parsed.kind === 'direct' ? [...parsed.args] : [program, ...options, line];
  return { agent: 'command', title: plainLine(line, 60), args };
}

/** The workspace's folder, or the home folder; asked for only when there are several. Undefined when the user changes their mind. */
async function chooseFolder(): Promise<Pick<SessionCreateParams, 'cwd'> | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  const [first, second] = folders;
  if (first === undefined) return { cwd: homedir() };
  if (second === undefined) return { cwd: first.uri.fsPath };
  const chosen = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, cwd: folder.uri.fsPath })),
    { title: 'New Session', placeHolder: 'In which folder?' });
  return chosen === undefined ? undefined : { cwd: chosen.cwd };
}
