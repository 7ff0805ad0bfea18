/** The program that measures and checks the screen engine, compiled ahead of time as the server is. */
import { join } from 'node:path';
import { run } from '../console/run.mjs';
import { dotnetEnvironment, needDotnet } from '../machine/dotnet.mjs';
import { runtimeIdentifier } from '../machine/platform.mjs';
import { artifacts, root } from '../paths.mjs';

const folder = join(artifacts, 'screen-host');

export const screenHostExecutable = join(folder, process.platform === 'win32' ? 'Orchestrator.ScreenHost.exe' : 'Orchestrator.ScreenHost');

export async function publishScreenHost() {
  needDotnet();
  await run('Publishing the screen host', 'dotnet', [
    'publish', 'tests/Orchestrator.ScreenHost/Orchestrator.ScreenHost.csproj', '--configuration', 'Release', '--runtime', runtimeIdentifier,
    '--self-contained', 'false', '-p:PublishReadyToRun=true', '--output', folder,
  ], { cwd: root, env: dotnetEnvironment() });
}
