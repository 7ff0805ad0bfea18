/** Text from agents is data: it never reaches the editor as markup, as a link or as terminal control. */

/** Takes out control characters, and those that change the direction of text or cannot be seen. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '');
}

/** One line of at most `limit` characters. */
export function plainLine(text: string, limit = 200): string {
  const line = withoutControls(text.replace(/\s+/g, ' ')).trim();
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** The last `limit` lines, without blank ones at either end. */
export function plainLines(text: string, limit = 20): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => withoutControls(line).trimEnd());
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return lines.slice(-limit);
}

/** One line without `$(icon)` syntax, which quick picks and the status bar would draw. */
export function withoutIcons(text: string): string {
  return plainLine(text).replaceAll('$(', '$\u200b(');
}

/** Notifications draw `[text](target)` as a link; a blank between the brackets leaves it text. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
