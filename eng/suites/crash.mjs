/** Host, holder and relays are killed under load, and nothing of the sessions may be lost. */
import { run } from '../console/run.mjs';
import { dotnetEnvironment, needDotnet } from '../machine/dotnet.mjs';
import { root } from '../paths.mjs';
import { nodeSuite } from './node-tests.mjs';

export const crash = nodeSuite({
  name: 'crash',
  title: 'Crashes under load',
  folder: 'tests/crash',
  async needs() {
    needDotnet();
    await run('Building the fake agent', 'dotnet', ['build', 'tests/Orchestrator.FakeAgent', '--configuration', 'Release'], {
      cwd: root, env: dotnetEnvironment(),
    });
  },
});
