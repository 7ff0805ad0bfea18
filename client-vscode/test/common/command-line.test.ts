import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/common/command-line.js';

describe('a command line', () => {
  it.each([
    ['npm run dev', ['npm', 'run', 'dev']],
    ['  a\t b  ', ['a', 'b']],
    [`echo 'a b' "c d"`, ['echo', 'a b', 'c d']],
    [`printf '%s\\n' "it's"`, ['printf', '%s\\n', "it's"]],
    [`say "a \\"b\\" \\\\ \\n"`, ['say', 'a "b" \\ \\n']],
    ['a\\ b c', ['a b', 'c']],
    [`x '' ""`, ['x', '', '']],
    [`grep 'a|b' "x;y"`, ['grep', 'a|b', 'x;y']],
    ['git log --format=%h', ['git', 'log', '--format=%h']],
    ['écrire 日本', ['écrire', '日本']],
    [`a'b'"c"d`, ['abcd']],
    ['cost \\$5', ['cost', '$5']],
  ])('AGT-14 %s runs without a shell, with its arguments as given', (line, args) => {
    expect(parseCommandLine(line)).toEqual({ kind: 'direct', args });
  });

  it.each([
    'a | b', 'a && b', 'a; b', 'a > f', 'echo $HOME', 'echo "$HOME"', 'echo `date`', 'ls *.ts', 'cd ~/x', '(a)', 'A=1 b',
    'echo "`date`"', 'sleep 1 &',
  ])('AGT-14 %s asks for a shell', (line) => {
    expect(parseCommandLine(line)).toEqual({ kind: 'shell' });
  });

  it.each([`echo 'a`, 'echo "a'])('%s has an open quote', (line) => {
    expect(parseCommandLine(line).kind).toBe('unclosed');
  });

  it('is empty without a word', () => {
    expect(parseCommandLine(' \t')).toEqual({ kind: 'empty' });
  });
});
