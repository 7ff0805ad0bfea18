import { describe, expect, it } from 'vitest';
import { plainLine, plainLines, withoutIcons } from '../../src/common/text.js';

describe('text from agents', () => {
  it('SEC-08 loses control characters, escapes and changes of direction', () => {
    expect(plainLine('a\x1b[31mb\x07\u202ec\x9bd')).toBe('a[31mbcd');
  });

  it('SEC-08 becomes one line of bounded length without cutting a character in two', () => {
    expect(plainLine('one\r\n\ttwo')).toBe('one two');
    expect(plainLine('😀'.repeat(10), 4)).toBe('😀😀😀…');
  });

  it('SEC-08 keeps its last lines as lines', () => {
    expect(plainLines('\n\na\x1b[1m\r\nb\n\n', 5)).toEqual(['a[1m', 'b']);
    expect(plainLines('1\n2\n3', 2)).toEqual(['2', '3']);
  });

  it('SEC-08 shows icon syntax as text', () => {
    expect(withoutIcons('$(trash) me')).not.toContain('$(');
  });
});
