import { Backoff } from '../common/backoff.js';
import type { Clock } from '../common/clock.js';
import type { Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import type { Log } from '../common/log.js';
import { ConnectionLostError, problemOf } from '../common/problem.js';
import type { InitializeParams, InitializeResult } from '../protocol/contract.js';
import type { ClientNotificationMap, Requests } from '../protocol/methods.js';
import { Link, type Wire } from './link.js';
import type { Notifications, OpenTransport } from './transport.js';

/** Where the connection stands. Only `ready` carries a wire; each `ready` is a new connection with a new wire. */
export type ConnectionState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting'; readonly failures: number }
  | { readonly kind: 'ready'; readonly wire: Wire; readonly server: InitializeResult }
  | { readonly kind: 'retrying'; readonly failures: number; readonly delayMs: number; readonly reason: string };

/** What the connection needs from outside. */
export interface ConnectionOptions {
  readonly openTransport: OpenTransport;
  readonly initializeParams: () => InitializeParams;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** A server that starts its host needs a moment; one that says nothing for this long is given up. */
const initializeDeadlineMs = 20_000;

/** How long the server may take to say goodbye, and then to end. */
const closeDeadlineMs = 1_000;

/** A connection that breaks sooner than this after `initialize` counts as a failure like any other. */
const steadyMs = 5_000;

/**
 * Keeps one connection to the server alive from `start` to `stop`: starts the process, initializes, and starts anew
 * with growing delays when it ends. A connection that was replaced or stopped delivers nothing more.
 */
export class ServerConnection implements Wire, Disposable {
  private readonly _backoff: Backoff;
  private readonly _changed = new Emitter<ConnectionState>();
  private readonly _handlers = new Map<string, Emitter<unknown>>();
  private _state: ConnectionState = { kind: 'stopped' };
  private _link: Link | undefined;
  private _retry: Disposable | undefined;
  private _readySince = 0;

  readonly onDidChangeState = this._changed.event;

  constructor(private readonly options: ConnectionOptions) {
    this._backoff = new Backoff({ baseMs: 250, capMs: 30_000, random: options.random });
  }

  get state(): ConnectionState {
    return this._state;
  }

  /** Connects unless that is under way. */
  start(): void {
    if (this._state.kind === 'stopped') this.connect();
  }

  /** Ends the present connection and makes another one at once. */
  async restart(): Promise<void> {
    const ended = this.stop();
    this._backoff.reset();
    this.start();
    await ended;
  }

  /** Ends the connection on purpose: nothing is tried again, and sessions run on. */
  async stop(): Promise<void> {
    const link = this._link;
    const wasReady = this._state.kind === 'ready';
    this._link = undefined;
    this._retry?.dispose();
    this.change({ kind: 'stopped' });
    await (wasReady ? link?.close(closeDeadlineMs) : link?.abandon(closeDeadlineMs));
  }

  /** Waits for a connection that is just being made; rejects at once when the last attempt failed. */
  async request<M extends keyof Requests>(
    method: M, params: Requests[M]['params'], signal?: AbortSignal): Promise<Requests[M]['result']> {
    const wire = await this.settled();
    return wire.request(method, params, signal);
  }

  notify<M extends keyof ClientNotificationMap>(method: M, params: ClientNotificationMap[M]): void {
    if (this._state.kind === 'ready') this._state.wire.notify(method, params);
  }

  /** Listens to a notification of whatever connection is the present one. */
  on<M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void): Disposable {
    const emitter = this._handlers.get(method) ?? new Emitter<unknown>();
    this._handlers.set(method, emitter);
    // The generated map says what the server sends under this name.
    return emitter.event((params) => listener(params as Notifications[M]));
  }

  /** Lets go without a goodbye; use `stop` where there is time for one. */
  dispose(): void {
    this._changed.dispose();
    void this.stop();
  }

  private settled(): Promise<Wire> {
    if (this._state.kind === 'ready') return Promise.resolve(this._state.wire);
    if (this._state.kind !== 'connecting') return Promise.reject(new ConnectionLostError());
    return new Promise((resolve, reject) => {
      const waiting = this._changed.event((state) => {
        waiting.dispose();
        if (state.kind === 'ready') resolve(state.wire);
        else reject(new ConnectionLostError());
      });
    });
  }

  private connect(): void {
    this.change({ kind: 'connecting', failures: this._backoff.failures });
    let link: Link;
    try {
      link = new Link(this.options.openTransport(), this.options.log);
    } catch (error) {
      // A path that is no program, for example: as good as a server that ends at once.
      this.failed(problemOf(error).message);
      return;
    }
    this._link = link;
    link.onNotification(({ method, params }) => {
      if (this._link === link) this._handlers.get(method)?.fire(params);
    });
    link.onEnd((reason) => this.lost(link, reason));
    void this.initialize(link);
  }

  private async initialize(link: Link): Promise<void> {
    try {
      const server = await link.request(
        'initialize', this.options.initializeParams(), AbortSignal.timeout(initializeDeadlineMs));
      if (this._link !== link) return;
      link.notify('initialized', undefined);
      this._readySince = this.options.clock.now();
      this.options.log.info(`Connected to ${server.serverInfo.name} ${server.serverInfo.version ?? ''}, host ${server.hostId}`);
      this.change({ kind: 'ready', wire: link, server });
    } catch (error) {
      // A connection that ended meanwhile was told by its end already.
      this.lost(link, `The server did not accept the connection: ${problemOf(error).message}`);
    }
  }

  private lost(link: Link, reason: string): void {
    if (this._link !== link) return;
    this._link = undefined;
    if (this._state.kind === 'ready' && this.options.clock.now() - this._readySince >= steadyMs) this._backoff.reset();
    void link.abandon(closeDeadlineMs);
    this.failed(reason);
  }

  private failed(reason: string): void {
    const delayMs = this._backoff.next();
    this.options.log.warn(`${reason.replace(/\.$/, '')}; trying again in ${Math.round(delayMs)} ms`);
    this._retry = this.options.clock.after(delayMs, () => this.connect());
    this.change({ kind: 'retrying', failures: this._backoff.failures, delayMs, reason });
  }

  private change(state: ConnectionState): void {
    this._state = state;
    this._changed.fire(state);
  }
}
