import type { SessionSummary, SessionsChangedParams } from '../protocol/contract.js';

/** What an update of the table did. */
export interface TableDelta {
  /** Sessions that are new or have a newer value. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The sessions of one connection: pages of the list and changes may come in any order, the newest value of a session
 * wins, and one that was removed does not come back.
 */
export class SessionTable {
  private readonly _sessions = new Map<string, SessionSummary>();
  private readonly _removed = new Set<string>();
  private readonly _paged = new Set<string>();
  private readonly _toldAt = new Map<string, number>();
  private _firstPageRevision: number | undefined;
  private _revision = -1;
  private _isComplete = false;

  get(sessionId: string): SessionSummary | undefined {
    return this._sessions.get(sessionId);
  }

  all(): readonly SessionSummary[] {
    return [...this._sessions.values()];
  }

  /** Takes one page of the list, with the revision it was read at. */
  addPage(items: readonly SessionSummary[], revision: number): void {
    this._firstPageRevision ??= revision;
    for (const item of items) {
      this._paged.add(item.id);
      this.put(item);
    }
  }

  /**
   * The last page is in. What only a change has told, at a revision the first page had already seen, is gone again:
   * the page would have held it.
   */
  complete(): void {
    const first = this._firstPageRevision ?? -1;
    for (const [id, revision] of this._toldAt)
      if (revision <= first && !this._paged.has(id)) this._sessions.delete(id);
    this._paged.clear();
    this._toldAt.clear();
    this._revision = Math.max(this._revision, first);
    this._isComplete = true;
  }

  /** Takes a change; one at or below the revision of the table does nothing once the list is complete. */
  change(params: SessionsChangedParams): TableDelta {
    if (this._isComplete && params.revision <= this._revision) return { changed: [], removed: [] };
    this._revision = Math.max(this._revision, params.revision);
    const removed = params.removed.filter((id) => {
      this._removed.add(id);
      return this._sessions.delete(id);
    });
    const changed = params.changed.filter((summary) => {
      if (!this._isComplete) this._toldAt.set(summary.id, params.revision);
      return this.put(summary);
    });
    return { changed: changed.map((summary) => summary.id), removed };
  }

  /** Takes one value, from the answer to a request; false when it is no news. */
  put(summary: SessionSummary): boolean {
    if (this._removed.has(summary.id)) return false;
    const known = this._sessions.get(summary.id);
    if (known !== undefined && known.revision >= summary.revision) return false;
    this._sessions.set(summary.id, summary);
    return true;
  }

  /** What a reader of `before` has to take over to show this table. */
  since(before: SessionTable): TableDelta {
    return {
      changed: this.all().filter((summary) => before.get(summary.id)?.revision !== summary.revision).map(({ id }) => id),
      removed: before.all().filter(({ id }) => !this._sessions.has(id)).map(({ id }) => id),
    };
  }
}
