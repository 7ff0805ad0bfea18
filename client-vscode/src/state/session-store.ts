import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import { Emitter } from '../common/emitter.js';
import type { ConnectionState, ServerConnection } from '../connection/server-connection.js';
import type { SessionSummary } from '../protocol/contract.js';
import { ListReader, type ReadState } from './list-reader.js';
import { SessionTable, type TableDelta } from './session-table.js';

/**
 * The sessions as the server last told them: one reading of the list a connection, and only changes after it.
 * While a new connection reads its list, what the last one knew stays on show.
 */
export class SessionStore implements Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _changed = this._owned.add(new Emitter<TableDelta>());
  private readonly _readChanged = this._owned.add(new Emitter<ReadState>());
  private _table = new SessionTable();
  private _next: SessionTable | undefined;
  private _reader: ListReader | undefined;
  private _read: ReadState = { kind: 'loading' };

  readonly onDidChange = this._changed.event;
  readonly onDidChangeRead = this._readChanged.event;

  constructor(connection: ServerConnection, private readonly clock: Clock, private readonly random: () => number) {
    this._owned.add(connection.onDidChangeState((state) => this.follow(state)));
    this._owned.add(connection.on('sessions/changed', (params) => {
      const delta = (this._next ?? this._table).change(params);
      if (this._next === undefined) this.tell(delta);
    }));
    this.follow(connection.state);
  }

  /** Whether the list could be read from the present connection. */
  get read(): ReadState {
    return this._read;
  }

  get(sessionId: string): SessionSummary | undefined {
    return this._table.get(sessionId);
  }

  all(): readonly SessionSummary[] {
    return this._table.all();
  }

  /** Takes the value that came with an answer, which may be newer than the last change. */
  put(summary: SessionSummary): void {
    this._next?.put(summary);
    if (this._table.put(summary)) this.tell({ changed: [summary.id], removed: [] });
  }

  dispose(): void {
    this._reader?.dispose();
    this._owned.dispose();
  }

  private follow(state: ConnectionState): void {
    this._reader?.dispose();
    this._reader = undefined;
    this._next = undefined;
    if (state.kind !== 'ready') return;

    const next = new SessionTable();
    const reader = new ListReader(
      state.wire, (page) => next.addPage(page.items, page.revision), this.clock, this.random);
    reader.onDidChange((read) => {
      if (read.kind === 'ready') this.adopt(next);
      this.tellRead(read);
    });
    this._next = next;
    this._reader = reader;
    this.tellRead(reader.state);
    reader.start();
  }

  private adopt(next: SessionTable): void {
    next.complete();
    const delta = next.since(this._table);
    this._table = next;
    this._next = undefined;
    this.tell(delta);
  }

  private tell(delta: TableDelta): void {
    if (delta.changed.length > 0 || delta.removed.length > 0) this._changed.fire(delta);
  }

  private tellRead(read: ReadState): void {
    this._read = read;
    this._readChanged.fire(read);
  }
}
