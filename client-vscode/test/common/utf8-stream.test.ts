import { describe, expect, it } from 'vitest';
import { Utf8Stream } from '../../src/common/utf8-stream.js';

function decoded(bytes: Uint8Array, pieceBytes: number): string {
  const stream = new Utf8Stream();
  let text = '';
  for (let at = 0; at < bytes.length; at += pieceBytes) text += stream.decode(bytes.subarray(at, at + pieceBytes));
  return text;
}

describe('Utf8Stream', () => {
  it.each([1, 2, 3, 4, 5, 100])('TRM-06 characters cut every %i bytes stay whole', (pieceBytes) => {
    const text = 'aé漢😀👩\u200d👧\ufffdz';

    expect(decoded(Buffer.from(text), pieceBytes)).toBe(text);
  });

  it.each([
    ['a byte that begins nothing', [0x61, 0xff, 0xfe, 0x62], 'ab'],
    ['an end without a beginning', [0x61, 0x80, 0xbf, 0x62], 'ab'],
    ['a beginning without an end', [0x61, 0xe2, 0x82, 0x62], 'ab'],
    ['half of a surrogate pair', [0x61, 0xed, 0xa0, 0x80, 0x62], 'ab'],
    ['too many bytes for a character', [0x61, 0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0x62], 'ab'],
    ['a character beyond the last one', [0x61, 0xf4, 0x90, 0x80, 0x80, 0x62], 'ab'],
    ['two beginnings', [0xf0, 0x9f, 0xc3, 0xa9], 'é'],
    ['beside U+FFFD as it was printed', [0xff, 0xef, 0xbf, 0xbd, 0xff], '\ufffd'],
  ])('TRM-06 %s is left out, wherever it is cut', (_, bytes, text) => {
    for (const pieceBytes of [1, 2, 3, 100]) expect(decoded(Uint8Array.from(bytes), pieceBytes)).toBe(text);
  });
});
