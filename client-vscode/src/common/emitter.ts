import { toDisposable, type Disposable } from './disposables.js';

/** Adds a listener; the answer takes it away again. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The side of an event that fires it. */
export class Emitter<T> implements Disposable {
  private readonly _listeners = new Set<{ call: (value: T) => void }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this._listeners.add(entry);
    return toDisposable(() => this._listeners.delete(entry));
  };

  fire(value: T): void {
    for (const listener of [...this._listeners]) listener.call(value);
  }

  dispose(): void {
    this._listeners.clear();
  }
}
