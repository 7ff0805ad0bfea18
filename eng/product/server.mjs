/** The server, published with everything it needs beside it. */
import { run } from '../console/run.mjs';
import { dotnetEnvironment, needDotnet, needGit } from '../machine/dotnet.mjs';
import { runtimeIdentifier } from '../machine/platform.mjs';
import { root, serverFolder } from '../paths.mjs';

export async function publishServer() {
  needGit();
  needDotnet();
  await run('Publishing the server', 'dotnet', [
    'publish', 'server/Orchestrator.csproj', '--configuration', 'Release', '--runtime', runtimeIdentifier,
    '--self-contained', 'false', '-p:PublishReadyToRun=true', '--output', serverFolder,
  ], { cwd: root, env: dotnetEnvironment() });
}
