import type { Message } from 'vscode-jsonrpc/node';

const headerEnd = '\r\n\r\n';

/** More than any header is long. */
const maxHeaderBytes = 4096;

/**
 * Takes messages out of what comes in pieces, at once: what comes on other channels between two messages keeps its
 * place between them, which the library's own reader would not see to.
 */
export class MessageParser {
  private _pieces: Buffer[] = [];
  private _bytes = 0;
  private _needed = 0;

  /** The messages that this piece completes; throws when it carries something else. */
  take(piece: Buffer): Message[] {
    this._pieces.push(piece);
    this._bytes += piece.byteLength;
    // A large message comes in many pieces, which are put together once.
    if (this._bytes < this._needed) return [];
    let rest = this._pieces.length === 1 ? piece : Buffer.concat(this._pieces);
    const messages: Message[] = [];
    for (let end = this.endOf(rest); end !== undefined; end = this.endOf(rest)) {
      messages.push(JSON.parse(rest.toString('utf8', rest.indexOf(headerEnd) + headerEnd.length, end)) as Message);
      rest = rest.subarray(end);
    }
    this._pieces = rest.byteLength === 0 ? [] : [rest];
    this._bytes = rest.byteLength;
    return messages;
  }

  /** Where the first message ends; undefined while it is not complete. */
  private endOf(bytes: Buffer): number | undefined {
    const header = bytes.indexOf(headerEnd);
    if (header < 0) {
      if (bytes.byteLength > maxHeaderBytes) throw new Error('The server sent something other than messages');
      this._needed = 0;
      return undefined;
    }
    const length = /^content-length: *(\d+)\r?$/im.exec(bytes.toString('latin1', 0, header))?.[1];
    if (length === undefined) throw new Error('The server sent a message without a length');
    const end = header + headerEnd.length + Number(length);
    this._needed = end;
    return bytes.byteLength >= end ? end : undefined;
  }
}
