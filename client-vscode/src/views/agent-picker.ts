import * as vscode from 'vscode';
import { withoutIcons } from '../common/text.js';
import type { AgentInfo, SessionCreateParams } from '../protocol/contract.js';
import type { UserAgent } from './settings.js';

/** What a choice asks the server to create; `ask` stands for a command line that is still to be typed. */
export type AgentChoice =
  | { readonly kind: 'create'; readonly params: SessionCreateParams }
  | { readonly kind: 'ask' }
  | { readonly kind: 'missing'; readonly name: string };

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
      label: `$(robot) ${withoutIcons(agent.name)}`,
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
      description: 'not installed',
      choice: { kind: 'missing', name: agent.name },
    })),
  ];
}

function separator(label: string): AgentItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, choice: undefined };
}
