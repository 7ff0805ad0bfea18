/** The steps of one story: each begins where the one before it ended, so after a failure the rest is not run. */
import { test } from 'node:test';

/**
 * @param {{skip?: string}} options why the story cannot be told on this machine
 * @returns {(title: string, body: () => Promise<void>) => void} declares the next step
 */
export function storyOf(editor, { skip } = {}) {
  let hasFailed = false;
  return (title, body) => test(title, { skip: skip ?? false }, async (context) => {
    if (hasFailed) return context.skip('a step before it failed');
    try {
      await body();
    } catch (error) {
      hasFailed = true;
      await editor.keepEvidence().catch((reason) => context.diagnostic(`No evidence could be kept: ${reason.message}`));
      throw error;
    }
  });
}
