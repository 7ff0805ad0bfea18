import type { Message } from 'vscode-jsonrpc/node';
import type {
  RevealResult, SessionEvictedParams, SessionResyncParams, TerminalAckParams, TerminalExitedParams, TerminalResizedParams,
} from '../protocol/contract.js';

/** A message about a position in a terminal's output. */
export interface PositionedMessage extends Message {
  readonly params: TerminalResizedParams | TerminalExitedParams;
}

export function isPositioned(message: Message): message is PositionedMessage {
  return isNamed(message, 'terminal/resized') || isNamed(message, 'terminal/exited');
}

export function isEviction(message: Message): message is Message & { readonly params: SessionEvictedParams } {
  return isNamed(message, 'session/evicted');
}

export function isAcknowledgement(message: Message): message is Message & { readonly params: TerminalAckParams } {
  return isNamed(message, 'terminal/ack');
}

/** The reveal result in a message, asked for or not; undefined when there is none with a terminal. */
export function resultIn(message: Message): RevealResult | undefined {
  const { params, result } = message as { readonly params?: SessionResyncParams; readonly result?: Partial<RevealResult> | null };
  if (isNamed(message, 'session/resync')) return params?.result;
  // No other answer has a session and a terminal side by side.
  return result?.session !== undefined && result.terminal !== undefined ? (result as RevealResult) : undefined;
}

function isNamed(message: Message, method: string): boolean {
  return 'method' in message && message.method === method;
}
