/**
 * What a terminal shows, a string for each row: text, and in braces the style of what follows where it changes, as
 * `{fg-4 bg-#112233 bold}`. Blanks in no style at the end are left out.
 */

export function rowText(runs) {
  let style = '';
  let text = '';
  for (const run of runs) {
    if (run.style !== style) text += `{${run.style}}`;
    style = run.style;
    text += run.text;
  }
  return style === '' ? text.trimEnd().replace(/\{\}$/, '') : text;
}

/** The runs of each row that xterm.js has drawn. It is run in the page, so it may name nothing outside itself. */
export function runsInPage(rows) {
  const hex = (color) => `#${color.match(/\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
  const flags = { 'xterm-bold': 'bold', 'xterm-dim': 'dim', 'xterm-italic': 'italic', 'xterm-strikethrough': 'strikethrough', 'xterm-overline': 'overline' };
  const styleOf = (span) => {
    const classes = [...span.classList];
    const color = (name, property) => classes.find((each) => each.startsWith(`xterm-${name}-`))?.slice('xterm-'.length)
      ?? (span.style[property] && `${name}-${hex(span.style[property])}`);
    const underline = classes.some((each) => each.startsWith('xterm-underline')) && 'underline';
    return [color('fg', 'color'), color('bg', 'backgroundColor'), ...classes.map((each) => flags[each]), underline].filter(Boolean).join(' ');
  };
  return rows.map((row) => [...row.querySelectorAll(':scope > span')].map((span) => ({ style: styleOf(span), text: span.textContent.replaceAll('\u00a0', ' ') })));
}

/** The same of an xterm.js without a page, by the rules that its renderer has for styles. */
export function rowsOf(buffer) {
  return Array.from({ length: buffer.length - buffer.baseY }, (_, row) => rowText(runsOf(buffer.getLine(buffer.baseY + row))));
}

function runsOf(line) {
  const cells = Array.from({ length: line.length }, (_, column) => line.getCell(column));
  return cells.filter((cell) => cell.getWidth() > 0).map((cell) => ({ style: styleOf(cell), text: cell.isInvisible() ? ' ' : cell.getChars() || ' ' }));
}

function styleOf(cell) {
  const foreground = { isDefault: cell.isFgDefault(), isRgb: cell.isFgRGB(), value: cell.getFgColor() };
  const background = { isDefault: cell.isBgDefault(), isRgb: cell.isBgRGB(), value: cell.getBgColor() };
  const isInverse = Boolean(cell.isInverse());
  const [fg, bg] = isInverse ? [background, foreground] : [foreground, background];
  // Bold text has the bright one of the first eight colours.
  if (cell.isBold() && !fg.isDefault && !fg.isRgb && fg.value < 8) fg.value += 8;
  return [
    colorOf('fg', fg, isInverse), colorOf('bg', bg, isInverse), cell.isBold() && 'bold', cell.isDim() && 'dim', cell.isItalic() && 'italic',
    cell.isStrikethrough() && 'strikethrough', cell.isOverline() && 'overline', cell.isUnderline() && 'underline',
  ].filter(Boolean).join(' ');
}

// 257 stands for the default colour of the other ground.
function colorOf(name, { isDefault, isRgb, value }, isInverse) {
  if (isDefault) return isInverse && `${name}-257`;
  return isRgb ? `${name}-#${value.toString(16).padStart(6, '0')}` : `${name}-${value}`;
}
