import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: { readonly command: string }[];
    readonly configuration: { readonly properties: Record<string, { readonly scope?: string }> };
    readonly menus: Record<string, { readonly command: string; readonly when?: string }[]>;
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const commands = manifest.contributes.commands.map(({ command }) => command);

describe('package.json', () => {
  it('SEC-06 lets no setting come from a workspace, and runs limited where trust is missing', () => {
    const scopes = Object.values(manifest.contributes.configuration.properties).map(({ scope }) => scope);

    expect(new Set(scopes)).toEqual(new Set(['machine']));
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      .toEqual(['orchestrator.serverPath', 'orchestrator.agents', 'orchestrator.env']);
  });

  it.each([
    ['interruptSession', 'interruptible'], ['suspendSession', 'suspendable'], ['resumeSession', 'resumable'], ['showQueue', 'queued'],
    ['answerRequest', 'waiting'], ['forkSession', 'forkable'],
  ])('offers %s where the row says that it is %s', (command, word) => {
    const rows = manifest.contributes.menus['view/item/context'] ?? [];
    const clauses = rows.filter((item) => item.command === `orchestrator.${command}`).map(({ when }) => when);

    expect(clauses).not.toEqual([]);
    expect(new Set(clauses)).toEqual(new Set([`view == orchestrator.sessions && viewItem =~ /\\b${word}\\b/`]));
  });

  it('has menus only for commands that it declares', () => {
    const inMenus = Object.values(manifest.contributes.menus).flat().map(({ command }) => command);

    expect(inMenus.filter((command) => !commands.includes(command))).toEqual([]);
  });
});
