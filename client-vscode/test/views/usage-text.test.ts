import { describe, expect, it } from 'vitest';
import { costText, countText, usageLines } from '../../src/views/usage-text.js';

describe('usage', () => {
  it('is told in lines, of what is known', () => {
    expect(usageLines(undefined)).toEqual([]);
    expect(usageLines({ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, model: 'm\n' })).toEqual(['Model: m']);
    expect(usageLines({
      inputTokens: 34_240, cachedInputTokens: 30_000, outputTokens: 114, model: 'gpt-5.5',
      contextTokens: 17_120, contextWindow: 258_400, costUsd: 0.0292, costIsEstimate: true,
    })).toEqual(['Model: gpt-5.5', 'Tokens: 34k in (30k cached), 114 out', 'Context: 17k of 258k (7 %)', 'Cost: about $0.03']);
    expect(usageLines({ inputTokens: 5, cachedInputTokens: 0, outputTokens: 1, contextTokens: 6, costUsd: 2, costIsEstimate: false }))
      .toEqual(['Tokens: 5 in, 1 out', 'Context: 6', 'Cost: $2.00']);
  });

  it.each([[0, '0'], [999, '999'], [1000, '1k'], [1049, '1k'], [1060, '1.1k'], [9949, '9.9k'], [9950, '10k'], [999_499, '999k'], [999_500, '1M'], [12_340_000, '12M']])(
    'counts %d as %s', (count, text) => {
      expect(countText(count)).toBe(text);
    });

  it.each([[0, '$0.00'], [0.004, 'less than $0.01'], [0.01, '$0.01'], [12.345, '$12.35']])('costs %d as %s', (usd, text) => {
    expect(costText(usd)).toBe(text);
  });
});
