/** Something that holds a resource until it is disposed. */
export interface Disposable {
  dispose(): void;
}

/** Owns resources and lets go of them together, last one first. */
export class DisposableStore implements Disposable {
  private readonly _owned: Disposable[] = [];
  private _isDisposed = false;

  /** Takes ownership; disposes at once when the store is gone already. */
  add<T extends Disposable>(item: T): T {
    if (this._isDisposed) item.dispose();
    else this._owned.push(item);
    return item;
  }

  dispose(): void {
    this._isDisposed = true;
    for (const item of this._owned.splice(0).reverse()) item.dispose();
  }
}

/** Makes a function something that can be owned. */
export function toDisposable(dispose: () => void): Disposable {
  return { dispose };
}
