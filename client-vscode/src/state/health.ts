import type { ConnectionState } from '../connection/server-connection.js';
import type { ReadState } from './list-reader.js';

/** How the list is doing, for the view and the status bar alike. */
export type Health =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'reconnecting'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A connection that failed so often in a row is told as failed, though it is still tried. */
const failuresToTell = 3;

/** First failures are quiet; an error shows when it lasts, and goes when all is well. */
export function healthOf(connection: ConnectionState, read: ReadState, lastReason: string, isOverdue: boolean): Health {
  switch (connection.kind) {
    case 'ready':
      return read.kind === 'failed' ? { kind: 'failed', reason: read.message } : { kind: read.kind };
    case 'stopped':
      return { kind: 'loading' };
    case 'connecting':
    case 'retrying': {
      const reason = connection.kind === 'retrying' ? connection.reason : lastReason;
      if (connection.failures >= failuresToTell || isOverdue)
        return { kind: 'failed', reason: reason === '' ? 'The server does not answer.' : reason };
      return connection.failures === 0 ? { kind: 'loading' } : { kind: 'reconnecting', reason };
    }
  }
}
