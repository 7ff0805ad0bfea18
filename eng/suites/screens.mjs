/** The screens of the server against xterm.js, through a process that holds one. */
import { run } from '../console/run.mjs';
import { dotnetEnvironment, needDotnet } from '../machine/dotnet.mjs';
import { root } from '../paths.mjs';
import { nodeSuite } from './node-tests.mjs';

export const screens = nodeSuite({
  name: 'screens',
  title: 'Screens against xterm.js',
  folder: 'tests/screens',
  async needs() {
    needDotnet();
    await run('Building the process with a screen', 'dotnet', ['build', 'tests/Orchestrator.ScreenHost', '--configuration', 'Release'], {
      cwd: root, env: dotnetEnvironment(),
    });
  },
});
