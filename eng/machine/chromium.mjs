/** The browser of the editor test. */
import { existsSync } from 'node:fs';
import { Refusal } from '../console/steps.mjs';
import { needPackages } from './debian.mjs';

const executable = '/usr/bin/chromium';

export async function chromium() {
  await needPackages('The editor test', 'chromium', 'fonts-liberation');
  if (!existsSync(executable)) throw new Refusal(`The editor test needs Chromium at ${executable}: install it from your distribution.`);
  return executable;
}
