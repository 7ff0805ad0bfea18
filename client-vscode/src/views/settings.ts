import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ServerLaunch } from '../connection/server-process.js';

/** A command of the user's own. */
export interface UserAgent {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly icon: string;
}

/** As many as the server allows. */
const mostLiveSessions = 16;

/**
 * The settings that the extension reads. Only values of the user and of the machine count: whatever scope package.json
 * declares, a value from a workspace is never looked at, because it names programs to run.
 */
export class Settings {
  constructor(private readonly extensionPath: string) {}

  get launch(): ServerLaunch {
    const path = this.read('serverPath');
    const program = process.platform === 'win32' ? 'orchestrator.exe' : 'orchestrator';
    const command = typeof path === 'string' && path !== '' ? path : join(this.extensionPath, 'server', program);
    return { command, env: strings(this.read('env')) };
  }

  get agents(): readonly UserAgent[] {
    const agents = this.read('agents');
    return Array.isArray(agents) ? agents.flatMap((agent) => userAgent(agent)) : [];
  }

  get liveSessions(): number {
    const limit = this.read('liveSessions');
    return typeof limit === 'number' && limit >= 1 ? Math.min(Math.trunc(limit), mostLiveSessions) : 4;
  }

  private read(name: string): unknown {
    const found = vscode.workspace.getConfiguration('orchestrator').inspect<unknown>(name);
    return found?.globalValue ?? found?.defaultValue;
  }
}

/** Settings are typed by hand: what is no agent is left out. */
function userAgent(value: unknown): UserAgent[] {
  if (!isObject(value) || typeof value['name'] !== 'string' || typeof value['command'] !== 'string') return [];
  const args = Array.isArray(value['args']) ? value['args'].filter((each) => typeof each === 'string') : [];
  const icon = typeof value['icon'] === 'string' && /^[a-z0-9-]+$/.test(value['icon']) ? value['icon'] : 'rocket';
  return value['name'] === '' || value['command'] === ''
    ? []
    : [{ name: value['name'], command: value['command'], args, env: strings(value['env']), icon }];
}

function strings(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
