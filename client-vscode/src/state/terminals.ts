import type { Clock } from '../common/clock.js';
import { DisposableStore, type Disposable } from '../common/disposables.js';
import type { ConnectionState, ServerConnection } from '../connection/server-connection.js';
import type { SessionStore } from './session-store.js';
import { TerminalModel } from './terminal-model.js';
import type { TerminalScreen } from './terminal-screen.js';

/** The terminals of this window by session, each of which hears only of its own session. */
export class Terminals implements Disposable {
  private readonly _owned = new DisposableStore();
  private readonly _models = new Map<string, TerminalModel>();

  /** Models whose terminal was closed while an answer was under way, until the connection changes. */
  private readonly _closing = new Map<string, TerminalModel>();

  constructor(
    private readonly connection: ServerConnection,
    private readonly store: SessionStore,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {
    const model = (sessionId: string): TerminalModel | undefined => this._models.get(sessionId);
    this._owned.add(connection.onDidChangeState((state) => {
      this._closing.clear();
      for (const each of this._models.values()) attach(each, state);
    }));
    this._owned.add(store.onDidChange(({ changed }) => {
      for (const id of changed) {
        const session = store.get(id);
        if (session !== undefined) model(id)?.onSession(session);
      }
    }));
    this._owned.add(connection.on('terminal/output', (frame) => model(frame.sessionId)?.onOutput(frame)));
    this._owned.add(connection.on('terminal/exited', (params) => model(params.sessionId)?.onExited(params)));
    this._owned.add(connection.on('terminal/resized', (params) => model(params.sessionId)?.onResized(params)));
    this._owned.add(connection.on('session/resync', (params) => model(params.sessionId)?.onResync(params.result)));
    this._owned.add(connection.on('session/evicted', ({ sessionId, reason }) =>
      model(sessionId)?.onEvicted(reason === 'ended' || reason === 'stopped')));
  }

  /** Makes the model of a session's one terminal. */
  create(sessionId: string, screen: TerminalScreen): TerminalModel {
    const model = new TerminalModel(sessionId, {
      screen, clock: this.clock, random: this.random, sessions: this.store,
    });
    // The late conceal of a terminal that was just closed would hide this one.
    this._closing.get(sessionId)?.abandon();
    this._closing.delete(sessionId);
    this._models.set(sessionId, model);
    attach(model, this.connection.state);
    return model;
  }

  /** The terminal is closed; its session runs on. */
  close(model: TerminalModel): void {
    if (this._models.get(model.sessionId) !== model) return;
    this._models.delete(model.sessionId);
    const isSettling = model.isSettling;
    model.dispose();
    if (isSettling) this._closing.set(model.sessionId, model);
  }

  dispose(): void {
    for (const model of this._models.values()) model.dispose();
    this._models.clear();
    this._owned.dispose();
  }
}

function attach(model: TerminalModel, state: ConnectionState): void {
  if (state.kind === 'ready') model.attach(state.wire, state.server.hostId);
  else model.attach(undefined);
}
