import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/common/backoff.js';

describe('Backoff', () => {
  it('CON-06 grows and is capped', () => {
    const backoff = new Backoff({ baseMs: 100, capMs: 1000, random: () => 0.999999 });

    const delays = Array.from({ length: 6 }, () => Math.round(backoff.next()));

    expect(delays).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('CON-06 is jittered within the upper half, so that it never shrinks before the cap', () => {
    const randoms = [0.9, 0, 0.5, 0];
    const backoff = new Backoff({ baseMs: 100, capMs: 10_000, random: () => randoms.shift() ?? 0 });

    const delays = Array.from({ length: 4 }, () => backoff.next());

    expect(delays).toEqual([95, 100, 300, 400]);
  });

  it('CON-06 starts over only when it is reset', () => {
    const backoff = new Backoff({ baseMs: 100, capMs: 1000, random: () => 0 });
    backoff.next();
    backoff.next();

    backoff.reset();

    expect(backoff.failures).toBe(0);
    expect(backoff.next()).toBe(50);
  });

  it('CON-06 stays at the cap after any number of failures', () => {
    const backoff = new Backoff({ baseMs: 100, capMs: 1000, random: () => 0 });
    for (let failure = 0; failure < 5000; failure++) backoff.next();

    expect(backoff.next()).toBe(500);
  });
});
