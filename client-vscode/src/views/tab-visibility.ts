/** A terminal's tab, as far as the editor tells. */
export interface TerminalTab {
  readonly label: string;
  /** True when it is the one shown in its group. */
  readonly isActive: boolean;
}

/** A terminal of ours and the names its tab may bear: a change of name takes a moment to reach the tab. */
export interface NamedTerminal {
  readonly sessionId: string;
  readonly names: readonly string[];
}

/**
 * Which terminals can be seen. Tabs carry no identity but their label, which is why ours have unique names; a terminal
 * without a tab has just been opened or was moved to the panel, and counts as seen: showing too much costs a little,
 * showing too little loses what the user looks at.
 */
export function visibleTerminals(tabs: readonly TerminalTab[], terminals: readonly NamedTerminal[]): Set<string> {
  return new Set(terminals
    .filter(({ names }) => {
      const own = tabs.filter((tab) => names.includes(tab.label));
      return own.length === 0 || own.some((tab) => tab.isActive);
    })
    .map(({ sessionId }) => sessionId));
}

/** The title, with a number when another terminal has it already. */
export function uniqueName(title: string, taken: readonly string[]): string {
  if (!taken.includes(title)) return title;
  let number = 2;
  while (taken.includes(`${title} (${number})`)) number++;
  return `${title} (${number})`;
}
