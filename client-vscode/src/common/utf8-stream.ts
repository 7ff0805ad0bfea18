/** U+FFFD as a program may print it; a decoder also puts it where bytes are no character. */
const replacement = { text: '\ufffd', bytes: Buffer.from('\ufffd') };

/**
 * Makes text of UTF-8 that comes in pieces cut anywhere. Bytes that are no character are left out: the screen of the
 * server and xterm.js, when it is fed bytes, show nothing for them, so that a U+FFFD would put all that follows on the
 * line in other columns than a snapshot does.
 */
export class Utf8Stream {
  private _begun: Uint8Array = new Uint8Array();

  /** The characters that are complete with these bytes; the beginning of the next one waits for its end. */
  decode(bytes: Uint8Array): string {
    const all = this._begun.byteLength === 0 ? Buffer.from(bytes) : Buffer.concat([this._begun, bytes]);
    const end = all.byteLength - begunBytes(all);
    this._begun = all.subarray(end);
    const text = all.toString('utf8', 0, end);
    return text.includes(replacement.text) ? withoutReplacements(all.subarray(0, end)) : text;
  }
}

/** How many bytes at the end may still become a character. */
function begunBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.byteLength); count++) {
    const byte = bytes.at(-count) ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf8 ? 0 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return count < length ? count : 0;
  }
  return 0;
}

/** Keeps only those U+FFFD that are there as bytes. */
function withoutReplacements(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.byteLength;) {
    const found = bytes.indexOf(replacement.bytes, at);
    const end = found < 0 ? bytes.byteLength : found;
    text += bytes.toString('utf8', at, end).replaceAll(replacement.text, '');
    if (found >= 0) text += replacement.text;
    at = end + replacement.bytes.byteLength;
  }
  return text;
}
