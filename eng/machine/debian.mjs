/** Debian packages that tools need. Other systems are taken to have what they need. */
import { spawnSync } from 'node:child_process';
import { run } from '../console/run.mjs';
import { Refusal } from '../console/steps.mjs';
import { environment } from './environment.mjs';

let listsAreFresh = false;

/** Installs what is missing, or says in one sentence how a person can. */
export async function needPackages(purpose, ...names) {
  const missing = missingOf(names);
  if (missing.length === 0) return;
  const prefix = rootPrefix();
  if (prefix === undefined) {
    throw new Refusal(`${purpose} needs the packages ${missing.join(', ')}: run "sudo apt-get install -y ${missing.join(' ')}".`);
  }
  const env = environment({ DEBIAN_FRONTEND: 'noninteractive' });
  const apt = (title, ...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return run(title, command, rest, { env });
  };
  if (!listsAreFresh) await apt('Updating the package lists', 'update');
  listsAreFresh = true;
  await apt(`Installing ${missing.join(', ')}`, 'install', '-y', ...missing);
}

function missingOf(names) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' });
  if (query.error) return [];
  const installed = new Set(query.stdout.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]));
  return names.filter((name) => !installed.has(name));
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}
