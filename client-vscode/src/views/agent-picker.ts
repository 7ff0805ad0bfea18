import * as vscode from 'vscode';
import { withoutIcons } from '../common/text.js';
import type { AgentInfo, SessionCreateParams } from '../protocol/contract.js';
import type { UserAgent } from './settings.js';

/** What a choice asks the server to create; `ask` stands for a command line that is still to be typed. */
export type AgentChoice =
  | { readonly kind: 'create'; readonly params: SessionCreateParams }
  | { readonly kind: 'ask' }
  | { readonly kind: 'missing'; readonly name: string; readonly install: string | undefined };

/** One line of the quick pick. */
export interface AgentItem extends vscode.QuickPickItem {
  readonly choice: AgentChoice | undefined;
}

/** The lines of the quick pick: installed agents, the user's own, shell and command, then what is not installed. */
export function agentItems(agents: readonly AgentInfo[], own: readonly UserAgent[]): AgentItem[] {
  const named = agents.filter((agent) => agent.id !== 'shell' && agent.id !== 'command');
  const missing = named.filter((agent) => !agent.installed);
  return [
    ...named.filter((agent) => agent.installed).map((agent): AgentItem => ({
      label: `$(${agentIcon(agent)}) ${withoutIcons(agent.name)}`,
      description: withoutIcons(agent.version ?? ''),
      choice: { kind: 'create', params: { agent: agent.id } },
    })),
    ...own.map((agent): AgentItem => ({
      label: `$(${agent.icon}) ${withoutIcons(agent.name)}`,
      description: withoutIcons([agent.command, ...agent.args].join(' ')),
      choice: {
        kind: 'create',
        params: { agent: 'command', title: agent.name, args: [agent.command, ...agent.args], env: { ...agent.env } },
      },
    })),
    separator('Terminals'),
    { label: '$(terminal) Shell', description: 'your login shell', choice: { kind: 'create', params: { agent: 'shell' } } },
    { label: '$(play) Command…', description: 'any program with its arguments', choice: { kind: 'ask' } },
    ...(missing.length === 0 ? [] : [separator('Not installed')]),
    ...missing.map((agent): AgentItem => ({
      label: `$(circle-slash) ${withoutIcons(agent.name)}`,
      description: withoutIcons(agent.install ?? 'not installed'),
      choice: { kind: 'missing', name: agent.name, install: agent.install },
    })),
  ];
}

/**
 * Lets the user choose: at once from what the server knows, while it looks again for what was installed or changed since.
 * Undefined when they change their mind.
 */
export function pickAgent(
  list: (refresh: boolean) => Promise<readonly AgentInfo[]>, own: readonly UserAgent[],
): Promise<AgentChoice | undefined> {
  const pick = vscode.window.createQuickPick<AgentItem>();
  Object.assign(pick, { title: 'New Session', placeholder: 'What should run in it?', matchOnDescription: true, busy: true });
  return new Promise<AgentChoice | undefined>((resolve, reject) => {
    let isOpen = true;
    const close = (choice?: AgentChoice): void => {
      isOpen = false;
      resolve(choice);
    };
    const fill = async (refresh: boolean): Promise<void> => {
      const agents = isOpen ? await list(refresh) : [];
      if (isOpen) show(pick, agentItems(agents, own));
    };
    pick.onDidAccept(() => {
      // Nothing is chosen while what was typed fits no line.
      const choice = pick.selectedItems[0]?.choice;
      if (choice !== undefined) close(choice);
    });
    pick.onDidHide(() => close());
    pick.show();
    // What is shown stays useful when the server cannot look again.
    fill(false).then(() => fill(true).catch(() => undefined), reject).finally(() => (pick.busy = false));
  }).finally(() => pick.dispose());
}

/** Shows newer lines, with the same one chosen as before. */
function show(pick: vscode.QuickPick<AgentItem>, items: AgentItem[]): void {
  if (JSON.stringify(items) === JSON.stringify(pick.items)) return;
  const active = pick.activeItems[0];
  pick.keepScrollPosition = true;
  pick.items = items;
  const same = items.find(({ label, choice }) => choice !== undefined && label === active?.label);
  if (same !== undefined) pick.activeItems = [same];
}

/** Only a name is drawn as an icon: what else a server says would be text beside it. */
function agentIcon({ icon }: AgentInfo): string {
  return icon !== undefined && /^[a-z0-9-]{1,40}$/.test(icon) ? icon : 'robot';
}

function separator(label: string): AgentItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, choice: undefined };
}
