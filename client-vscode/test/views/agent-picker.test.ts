import { describe, expect, it } from 'vitest';
import { agentItems } from '../../src/views/agent-picker.js';
import { agent } from '../support/samples.js';

describe('the lines of the agent picker', () => {
  const shown = (...agents: Parameters<typeof agentItems>[0]): (readonly [string, string | undefined])[] =>
    agentItems(agents, []).filter(({ choice }) => choice?.kind !== 'ask' && choice !== undefined)
      .map(({ label, description }) => [label, description] as const);

  it('show the version of what is installed, and how to install the rest', () => {
    expect(shown(
      agent('claude', { version: '2.1.329' }), agent('gemini'), agent('codex', { installed: false, install: 'npm install -g @openai/codex' }),
      agent('amp', { installed: false }))).toEqual([
      ['$(robot) claude', '2.1.329'],
      ['$(robot) gemini', ''],
      ['$(terminal) Shell', 'your login shell'],
      ['$(circle-slash) codex', 'npm install -g @openai/codex'],
      ['$(circle-slash) amp', 'not installed'],
    ]);
  });

  it('draw the icon of an agent that has one', () => {
    const labels = shown(agent('a', { icon: 'search' }), agent('b', { icon: 'x) $(bell' }), agent('c', { icon: '' })).map(([label]) => label);

    expect(labels.slice(0, 3)).toEqual(['$(search) a', '$(robot) b', '$(robot) c']);
  });

  it('SEC take what the server says for text', () => {
    expect(shown(agent('x', { name: 'X $(bell)\u202e\n', version: '1.0.0 $(bell)' }))[0]).toEqual(['$(robot) X $\u200b(bell)', '1.0.0 $\u200b(bell)']);
  });
});
