import { ErrorCode } from '../protocol/methods.js';

/** An error as it can be told to people and acted on. */
export interface Problem {
  /** A sentence. */
  readonly message: string;
  /** What the user can do, when the sentence does not say it. */
  readonly hint?: string;
  readonly code?: number;
  /** True when the same request can succeed later. */
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;
}

/** A request could not be made or its answer will never come, because the connection is gone. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';

  constructor(message = 'There is no connection to the server; it is being made again.') {
    super(message);
  }
}

/** Reads an error of the wire, or any other. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { message: String(error), isRetryable: false };
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  const data = 'data' in error && isObject(error.data) ? error.data : {};
  return {
    message: error.message,
    isRetryable: data['retryable'] === true || code === ErrorCode.limitReached || code === ErrorCode.hostBusy,
    ...(code !== undefined && { code }),
    ...(typeof data['hint'] === 'string' && { hint: data['hint'] }),
    ...(typeof data['retryAfterMs'] === 'number' && { retryAfterMs: data['retryAfterMs'] }),
  };
}

/** The problem as one text: what happened, then what can be done. */
export function problemText(error: unknown): string {
  const { message, hint } = problemOf(error);
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return hint === undefined ? sentence : `${sentence} ${hint}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
