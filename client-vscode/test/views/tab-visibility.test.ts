import { describe, expect, it } from 'vitest';
import { uniqueName, visibleTerminals } from '../../src/views/tab-visibility.js';

const terminals = [{ sessionId: 'a', names: ['Shell', 'Old'] }, { sessionId: 'b', names: ['Shell (2)'] }];

function seen(...tabs: [string, boolean][]): string[] {
  return [...visibleTerminals(tabs.map(([label, isActive]) => ({ label, isActive })), terminals)];
}

describe('which terminals can be seen', () => {
  it('BP-11 are those whose tab is shown in its group', () => {
    expect(seen(['Shell', true], ['Shell (2)', false])).toEqual(['a']);
    expect(seen(['Shell', false], ['Shell (2)', true])).toEqual(['b']);
    expect(seen(['Shell', false], ['Shell (2)', false], ['notes.md', true])).toEqual([]);
  });

  it('SW-03 knows a tab whose new name has not arrived yet', () => {
    expect(seen(['Old', false], ['Shell (2)', true])).toEqual(['b']);
  });

  it('counts a terminal without a tab as seen', () => {
    expect(seen(['Shell (2)', false])).toEqual(['a']);
  });

  it('gives every terminal a name of its own', () => {
    expect(uniqueName('Shell', ['Other'])).toBe('Shell');
    expect(uniqueName('Shell', ['Shell', 'Shell (2)'])).toBe('Shell (3)');
  });
});
