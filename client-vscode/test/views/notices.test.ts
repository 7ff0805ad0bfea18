import { beforeEach, describe, expect, it } from 'vitest';
import { Notices } from '../../src/views/notices.js';
import { editor } from '../fake-vscode.js';
import { quietLog } from '../support/samples.js';

describe('what the server warns of', () => {
  const full = 'The disk of the state folder is full.';
  const well = 'The state of sessions is stored again.';

  beforeEach(() => {
    editor.messages = [];
  });

  it('STO-04 is shown once while it lasts, also when a reconnect tells it again', async () => {
    const notices = new Notices(quietLog);

    await notices.warn(full);
    await notices.warn(full);
    await notices.over(well);
    await notices.warn(full);

    expect(editor.messages).toEqual([full, well, full]);
  });

  it('is not said to be over where nobody was warned', async () => {
    await new Notices(quietLog).over(well);

    expect(editor.messages).toEqual([]);
  });

  it('SEC-08 carries no links', async () => {
    await new Notices(quietLog).warn('[x](command:y)');

    expect(editor.messages).toEqual(['[x] (command:y)']);
  });
});
