import { Backoff } from '../common/backoff.js';
import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import type { Wire } from '../connection/link.js';
import type { ConnectionState, ServerConnection } from '../connection/server-connection.js';
import type { AttentionRequest } from '../protocol/contract.js';

/**
 * What agents want from people, as the server last told it: one reading of the list a connection, and only what is told
 * after it. A request goes on the server's word alone. While a new connection reads its list, what the last one knew
 * stays on show.
 */
export class RequestStore implements Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _changed = this._owned.add(new Emitter<void>());
  private readonly _notify = this._owned.add(new Emitter<AttentionRequest>());
  private _requests = new Map<string, AttentionRequest>();
  private _next: Map<string, AttentionRequest> | undefined;
  private _wire: Wire | undefined;
  private _retry: Disposable | undefined;

  readonly onDidChange = this._changed.event;

  /** Fires for a request of which this window shall notify its user. */
  readonly onNotify = this._notify.event;

  constructor(connection: ServerConnection, private readonly clock: Clock, private readonly random: () => number) {
    this._owned.add(connection.onDidChangeState((state) => this.follow(state)));
    this._owned.add(connection.on('attention/requested', ({ request, notify }) => {
      (this._next ?? this._requests).set(request.requestId, request);
      if (this._next === undefined) this._changed.fire();
      if (notify === true) this._notify.fire(request);
    }));
    this._owned.add(connection.on('attention/resolved', ({ requestId }) => {
      this._next?.delete(requestId);
      if (this._requests.delete(requestId)) this._changed.fire();
    }));
    this.follow(connection.state);
  }

  /** The pending requests, the oldest first. */
  all(): readonly AttentionRequest[] {
    return [...this._requests.values()].sort((one, other) => compare(one.createdAt, other.createdAt));
  }

  /** A pending request, as it was told last. */
  get(requestId: string): AttentionRequest | undefined {
    return this._next?.get(requestId) ?? this._requests.get(requestId);
  }

  dispose(): void {
    this._retry?.dispose();
    this._wire = undefined;
    this._owned.dispose();
  }

  private follow(state: ConnectionState): void {
    this._retry?.dispose();
    this._wire = undefined;
    this._next = undefined;
    if (state.kind !== 'ready') return;
    this._wire = state.wire;
    this._next = new Map();
    void this.read(state.wire, this._next, new Backoff({ baseMs: 200, capMs: 15_000, random: this.random }));
  }

  private async read(wire: Wire, next: Map<string, AttentionRequest>, backoff: Backoff): Promise<void> {
    try {
      const { requests } = await wire.request('attention/list', {});
      if (this._wire !== wire) return;
      for (const request of requests) next.set(request.requestId, request);
      this._requests = next;
      this._next = undefined;
      this._changed.fire();
    } catch {
      // The rows say that something waits; what it is comes with the next attempt. A lost connection makes another one.
      if (this._wire === wire) this._retry = this.clock.after(backoff.next(), () => void this.read(wire, next, backoff));
    }
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
