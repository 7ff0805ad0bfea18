import { plainLine } from '../common/text.js';
import type { SessionUsage } from '../protocol/contract.js';

/** What a session has used, as lines of a tooltip; none while nothing is known. */
export function usageLines(usage: SessionUsage | undefined): string[] {
  if (usage === undefined) return [];
  const { model, contextTokens, contextWindow, costUsd } = usage;
  return [
    ...(model === undefined ? [] : [`Model: ${plainLine(model, 100)}`]),
    ...(usage.inputTokens + usage.outputTokens > 0 ? [`Tokens: ${tokensText(usage)}`] : []),
    ...(contextTokens === undefined ? [] : [`Context: ${contextText(contextTokens, contextWindow)}`]),
    ...(costUsd === undefined ? [] : [`Cost: ${usage.costIsEstimate === true ? 'about ' : ''}${costText(costUsd)}`]),
  ];
}

/** A number of tokens in three digits. */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  const [unit, value] = count < 999_500 ? ['k', count / 1000] as const : ['M', count / 1_000_000] as const;
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value))}${unit}`;
}

/** An amount of US dollars; what rounds to nothing is not shown as nothing. */
export function costText(usd: number): string {
  if (usd > 0 && usd < 0.01) return 'less than $0.01';
  return `$${usd.toFixed(2)}`;
}

function tokensText({ inputTokens, cachedInputTokens, outputTokens }: SessionUsage): string {
  const cached = cachedInputTokens > 0 ? ` (${countText(cachedInputTokens)} cached)` : '';
  return `${countText(inputTokens)} in${cached}, ${countText(outputTokens)} out`;
}

function contextText(tokens: number, window: number | undefined): string {
  if (window === undefined || window <= 0) return countText(tokens);
  return `${countText(tokens)} of ${countText(window)} (${String(Math.round((tokens / window) * 100))} %)`;
}
