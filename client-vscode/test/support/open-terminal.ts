import type { SessionSummary } from '../../src/protocol/contract.js';
import { TerminalModel } from '../../src/state/terminal-model.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeWire } from './fake-wire.js';
import { FakeScreen, revealed, summary } from './samples.js';

/** Knows the summary that came last. */
class FakeSummaries {
  private _newest: SessionSummary | undefined;

  get(): SessionSummary | undefined {
    return this._newest;
  }

  put(session: SessionSummary): void {
    this._newest = session;
  }
}

/** A terminal of 80x24 that is connected and hidden. */
export function openTerminal() {
  const wire = new FakeWire();
  const screen = new FakeScreen();
  const clock = new FakeClock();
  const sessions = new FakeSummaries();
  const model = new TerminalModel('s1', { screen, clock, random: () => 0, sessions });
  model.resize({ cols: 80, rows: 24 });
  model.attach(wire, 'host-1');
  /** The session's summary has changed to this. */
  const tell = (changes: Partial<SessionSummary>): void => {
    const session = summary('s1', changes);
    sessions.put(session);
    model.onSession(session);
  };
  return { wire, screen, clock, model, tell };
}

/** A terminal that shows `text` up to `offset`. */
export async function shownTerminal(text = 'hello', offset = 5) {
  const opened = openTerminal();
  opened.model.show(true);
  opened.wire.last('session/reveal').answer(revealed('snapshot', text, offset));
  await settled();
  return opened;
}

/** Hides a terminal, and the server has heard of it. */
export async function conceal({ model, wire }: ReturnType<typeof openTerminal>): Promise<void> {
  model.hide();
  wire.last('session/conceal').answer({});
  await settled();
}
