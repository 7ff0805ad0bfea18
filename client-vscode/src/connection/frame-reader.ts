import type { Readable } from 'node:stream';
import { StreamMessageReader, type MessageReader } from 'vscode-jsonrpc/node';

/**
 * Reads the messages of a server. The library's timer for messages of which only a part has come is off: nobody is told
 * by it here, and after a server that died in the middle of one it would go on for as long as the editor runs.
 */
export function frameReader(input: Readable): MessageReader {
  const reader = new StreamMessageReader(input);
  reader.partialMessageTimeout = 0;
  return reader;
}
