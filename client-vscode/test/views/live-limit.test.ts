import { afterEach, describe, expect, it } from 'vitest';
import { LiveLimit } from '../../src/views/live-limit.js';
import { Settings } from '../../src/views/settings.js';
import { editor } from '../fake-vscode.js';
import { connectionTo } from '../support/connection.js';
import { FakeClock, until } from '../support/fake-clock.js';
import { FakeServer } from '../support/fake-server.js';

describe('the limit of live sessions', () => {
  afterEach(() => editor.settings.clear());

  it('CAP-11 is told to every new connection, and again when the user changes it', async () => {
    const server = new FakeServer();
    server.answers.set('client/configure', () => ({}));
    const connection = connectionTo(server, new FakeClock());
    const limit = new LiveLimit(connection, new Settings('/x'));
    const told = (): unknown[] => server.peer.requests
      .filter(({ method }) => method === 'client/configure').map(({ params }) => (params as { liveSessions: number }).liveSessions);

    connection.start();
    await until(() => connection.state.kind === 'ready' && told().length === 1);
    for (const [value, name] of [[9, 'orchestrator.liveSessions'], [99, 'orchestrator.liveSessions'], [3, 'orchestrator.env']] as const) {
      editor.settings.set('liveSessions', { globalValue: value });
      editor.settingsChanged.fire({ affectsConfiguration: (asked) => asked === name });
    }
    await until(() => told().length === 3);

    expect(told()).toEqual([4, 9, 16]);
    limit.dispose();
    connection.dispose();
  });
});
