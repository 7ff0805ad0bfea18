/** The .NET SDK and git: what a machine must have before anything here can help. */
import { spawnSync } from 'node:child_process';
import { Refusal } from '../console/steps.mjs';
import { environment } from './environment.mjs';

export function needDotnet() {
  const { stdout } = spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' });
  if (!/^10\./m.test(stdout ?? '')) {
    throw new Refusal('The .NET 10 SDK is needed and "dotnet --list-sdks" shows none: install it and run this again.');
  }
}

export function needGit() {
  if (spawnSync('git', ['--version']).status !== 0) throw new Refusal('git is needed and is not on the PATH: install it and run this again.');
}

/** No process of a build may stay behind: it would hold the pipes of the run that started it. */
export const dotnetEnvironment = () => environment({
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  MSBUILDDISABLENODEREUSE: '1',
  UseSharedCompilation: 'false',
});
