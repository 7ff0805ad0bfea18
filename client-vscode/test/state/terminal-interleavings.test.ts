import { describe, expect, it } from 'vitest';
import { TerminalModel } from '../../src/state/terminal-model.js';
import { blankSequence } from '../../src/state/terminal-screen.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { ModelServer, type Delivery } from '../support/model-server.js';
import { FakeScreen } from '../support/samples.js';

const steps = 300;
const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A terminal and a server that the test lets take one small step at a time. */
class World {
  readonly server = new ModelServer();
  readonly screen = new FakeScreen();
  readonly clock = new FakeClock();
  private readonly _model = new TerminalModel('s1', {
    screen: this.screen, clock: this.clock, random: () => 0, sessions: { get: () => undefined, put: () => undefined },
  });
  private _printed = 0;

  constructor(private readonly random: (below: number) => number) {
    this._model.resize({ cols: 80, rows: 24 });
    this.reconnect(false);
  }

  /** What the screen shows; blanked, it shows nothing. */
  get shown(): string {
    return this.screen.text.replaceAll(blankSequence, '');
  }

  async step(): Promise<void> {
    const { server, random } = this;
    switch (random(14)) {
      case 0: case 1:
        server.print(`${this._printed++} `);
        break;
      case 2: case 3: case 4:
        server.pump(1 + random(6));
        break;
      case 5: case 6:
        server.handle();
        break;
      case 7:
        this._model.show(random(2) === 0);
        break;
      case 8:
        this._model.hide();
        break;
      case 9:
        if (random(3) === 0) server.resync();
        else server.evict();
        break;
      case 10:
        if (random(6) === 0) this.reconnect(random(2) === 0);
        break;
      case 11:
        if (random(3) === 0) this.deliver(server.late());
        await this.clock.advance(random(400));
        break;
      default:
        this.deliver(server.next());
    }
    await settled();
  }

  /** Everything that is under way comes to its end, with the terminal in view. */
  async settle(): Promise<void> {
    this._model.show(true);
    for (let isQuiet = false; !isQuiet;) {
      await settled();
      isQuiet = !this.server.handle() && !this.deliver(this.server.next()) && !this.server.pump(1_000);
    }
  }

  private reconnect(isNewHost: boolean): void {
    this._model.attach(undefined);
    if (isNewHost) this.server.hostId += "'";
    this._model.attach(this.server.connect(), this.server.hostId);
  }

  private deliver(next: Delivery | undefined): boolean {
    if (next?.kind === 'answer') next.deliver();
    else if (next?.kind === 'output') this._model.onOutput(next.params);
    else if (next?.kind === 'resync') this._model.onResync(next.params.result);
    else if (next?.kind === 'evicted') this._model.onEvicted(false);
    return next !== undefined;
  }
}

describe('A terminal under any interleaving of what the user, the server and the connection do', () => {
  it.each(seeds)(
    'SNP-01 SNP-02 SNP-05 SNP-06 SNP-07 SW-03 SW-07 SW-10 CON-01 shows a beginning of what was printed, and in the end all of it (seed %i)',
    async (seed) => {
      const world = new World(randomOf(seed));
      for (let step = 0; step < steps; step++) {
        await world.step();
        expect(world.server.log.startsWith(world.shown), `after step ${step}: ${world.shown}`).toBe(true);
      }
      await world.settle();

      expect(world.shown).toBe(world.server.log);
      expect(world.server.isVisible).toBe(true);
      expect(world.server.mostRevealsAtOnce).toBeLessThanOrEqual(1);
    });
});
