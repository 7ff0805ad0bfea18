import { describe, expect, it } from 'vitest';
import { SessionTable } from '../../src/state/session-table.js';
import { summary } from '../support/samples.js';

function ids(table: SessionTable): string[] {
  return table.all().map(({ id }) => id).sort();
}

describe('SessionTable', () => {
  it('ATT-13 joins list and changes without gap or repeat', () => {
    const table = new SessionTable();
    table.addPage([summary('a', { revision: 5 })], 10);
    table.complete();

    expect(table.change({ revision: 10, changed: [summary('a', { revision: 6 })], removed: [] }).changed).toEqual([]);
    expect(table.change({ revision: 11, changed: [summary('a', { revision: 7 })], removed: [] }).changed).toEqual(['a']);
    expect(table.change({ revision: 11, changed: [summary('a', { revision: 7 })], removed: [] }).changed).toEqual([]);
  });

  it('ATT-13 an older value never replaces a newer one, in whatever order they come', () => {
    const table = new SessionTable();
    table.change({ revision: 12, changed: [summary('a', { revision: 9, title: 'new' })], removed: [] });
    table.addPage([summary('a', { revision: 5, title: 'old' })], 10);
    table.complete();
    table.change({ revision: 13, changed: [summary('a', { revision: 8, title: 'late' })], removed: [] });

    expect(table.get('a')?.title).toBe('new');
  });

  it('ATT-11 a session that was removed does not come back with a late page, change or answer', () => {
    const table = new SessionTable();
    table.addPage([summary('a')], 10);
    table.change({ revision: 11, changed: [], removed: ['a', 'b'] });
    table.addPage([summary('b')], 10);
    table.complete();
    table.change({ revision: 12, changed: [summary('a', { revision: 99 })], removed: [] });

    expect(table.put(summary('b', { revision: 99 }))).toBe(false);
    expect(ids(table)).toEqual([]);
  });

  it('ATT-13 what only a change told, and the list no longer had, is gone', () => {
    const table = new SessionTable();
    table.change({ revision: 5, changed: [summary('gone'), summary('here')], removed: [] });
    table.addPage([summary('here')], 7);
    table.change({ revision: 8, changed: [summary('newer')], removed: [] });
    table.complete();

    expect(ids(table)).toEqual(['here', 'newer']);
  });

  it('LST-12 an equal value is no change', () => {
    const table = new SessionTable();
    table.put(summary('a', { revision: 3 }));

    expect(table.put(summary('a', { revision: 3 }))).toBe(false);
  });
});
