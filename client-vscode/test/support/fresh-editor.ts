import { afterEach, beforeEach, expect } from 'vitest';
import { editor } from '../fake-vscode.js';

/** Each test begins with an editor in which nothing is open and nothing was said, and ends with all its choices made. */
export function withFreshEditor(): void {
  beforeEach(() => {
    Object.assign(editor, { terminals: [], tabs: [], active: undefined, messages: [], picks: [], choices: [], thinking: undefined });
  });

  afterEach(() => {
    // A choice that nobody asked for would be a question that was not asked.
    expect(editor.choices).toEqual([]);
  });
}
