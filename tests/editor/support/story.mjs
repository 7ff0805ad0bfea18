/** The steps of one story: each begins where the one before it ended, so after a failure the rest is not run. */
import { test } from 'node:test';

/** @returns {(title: string, body: () => Promise<void>) => void} declares the next step */
export function storyOf(editor) {
  let hasFailed = false;
  return (title, body) => test(title, async (context) => {
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
