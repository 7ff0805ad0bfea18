import { CancellationTokenSource, createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import type { Log } from '../common/log.js';
import { ConnectionLostError } from '../common/problem.js';
import type { ClientNotificationMap, Requests } from '../protocol/methods.js';
import type { Transport } from './transport.js';

/** Asks the server and tells it things. */
export interface Wire {
  /** Rejects with the server's refusal, or with `ConnectionLostError`. Aborting cancels the request at the server. */
  request<M extends keyof Requests>(
    method: M, params: Requests[M]['params'], signal?: AbortSignal): Promise<Requests[M]['result']>;

  /** Never throws: what cannot be sent is lost with the connection, whose end is told elsewhere. */
  notify<M extends keyof ClientNotificationMap>(method: M, params: ClientNotificationMap[M]): void;
}

/** A notification as it came. */
export interface Notification {
  readonly method: string;
  readonly params: unknown;
}

/** One connection to one server process. Once disposed it delivers nothing more and every request is rejected. */
export class Link implements Wire, Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _connection: MessageConnection;
  private readonly _ended = this._owned.add(new Emitter<string>());
  private readonly _notified = this._owned.add(new Emitter<Notification>());
  private _isOpen = true;

  readonly onEnd = this._ended.event;
  readonly onNotification = this._notified.event;

  constructor(private readonly transport: Transport, private readonly log: Log) {
    this._connection = createMessageConnection(transport.reader, transport.writer, {
      error: (message) => log.error(message),
      warn: (message) => log.warn(message),
      info: (message) => log.info(message),
      log: (message) => log.debug(message),
    });
    this._owned.add(this._connection);
    this._owned.add(transport.onEnd((reason) => this._ended.fire(reason)));
    // A stream that carries something else, or cannot be written, is of no more use.
    this._owned.add(this._connection.onError(([error]) => this._ended.fire(`The connection broke (${error.message})`)));
    this._owned.add(this._connection.onNotification((method, params) => this._notified.fire({ method, params })));
    this._connection.listen();
  }

  async request<M extends keyof Requests>(
    method: M, params: Requests[M]['params'], signal?: AbortSignal): Promise<Requests[M]['result']> {
    if (!this._isOpen) throw new ConnectionLostError();
    const cancellation = new CancellationTokenSource();
    const answer = params === undefined
      ? this._connection.sendRequest<Requests[M]['result']>(method, cancellation.token)
      : this._connection.sendRequest<Requests[M]['result']>(method, params, cancellation.token);
    try {
      return await (signal === undefined ? answer : Promise.race([answer, aborted(signal)]));
    } catch (error) {
      if (signal?.aborted === true) cancellation.cancel();
      // Requests that wait when the connection goes are rejected with a text of the library's.
      throw this.isOpen() ? error : new ConnectionLostError();
    } finally {
      cancellation.dispose();
    }
  }

  notify<M extends keyof ClientNotificationMap>(method: M, params: ClientNotificationMap[M]): void {
    if (!this._isOpen) return;
    const sent = params === undefined
      ? this._connection.sendNotification(method)
      : this._connection.sendNotification(method, params);
    sent.catch((error: unknown) => this.log.debug(`${method} was not sent: ${String(error)}`));
  }

  /** Says goodbye as LSP asks for, waits at most `deadlineMs` for the answer, then ends the process. */
  async close(deadlineMs: number): Promise<void> {
    try {
      await this.request('shutdown', undefined, AbortSignal.timeout(deadlineMs));
      await this._connection.sendNotification('exit');
    } catch (error) {
      // A server that does not answer, or is gone, ends all the same below.
      this.log.debug(`No goodbye from the server: ${String(error)}`);
    }
    await this.abandon(deadlineMs);
  }

  /** Delivers nothing more, and ends the process within `graceMs`. */
  async abandon(graceMs: number): Promise<void> {
    this.dispose();
    await this.transport.end(graceMs);
  }

  dispose(): void {
    this._isOpen = false;
    this._owned.dispose();
  }

  /** A method, so that the compiler does not remember the answer over an await. */
  private isOpen(): boolean {
    return this._isOpen;
  }
}

/** Rejects when the signal is raised; the other side of the race decides otherwise. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const raise = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted'));
    if (signal.aborted) raise();
    else signal.addEventListener('abort', raise, { once: true });
  });
}
