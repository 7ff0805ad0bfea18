/** What a line typed under *Command…* stands for. */
export type CommandLine =
  | { readonly kind: 'empty' }
  | { readonly kind: 'direct'; readonly args: readonly string[] }
  | { readonly kind: 'shell' }
  | { readonly kind: 'unclosed'; readonly quote: string };

/** Characters that mean something to a shell when they are not quoted. */
const shellCharacters = new Set('|&;<>()$`*?[]{}~#!\n');

/**
 * Splits a line into words as a POSIX shell would, as far as that needs no shell: blanks separate, single quotes keep
 * everything, double quotes keep everything but `\"`, `\\`, and a backslash keeps the next character.
 * A line that asks for more than that (pipes, variables, patterns, …) is told as `shell`.
 */
export function parseCommandLine(line: string): CommandLine {
  const args: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '\\' && next !== '' && (quote === undefined || '"\\$`'.includes(next))) {
      word = (word ?? '') + next;
      at++;
    } else if (quote === '"') {
      if (character === '"') quote = undefined;
      else if (character === '$' || character === '`') return { kind: 'shell' };
      else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) args.push(word);
      word = undefined;
    } else if (shellCharacters.has(character)) {
      return { kind: 'shell' };
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) return { kind: 'unclosed', quote };
  if (word !== undefined) args.push(word);
  return isAssignment(args[0]) ? { kind: 'shell' } : args.length === 0 ? { kind: 'empty' } : { kind: 'direct', args };
}

/** `NAME=value program …` sets a variable in a shell and names no program. */
function isAssignment(word: string | undefined): boolean {
  return word !== undefined && /^[A-Za-z_]\w*=/.test(word);
}
