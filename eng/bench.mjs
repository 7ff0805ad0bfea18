/** `npm run bench [-- <part>]`: measures what was built and prints the figures; nothing is asserted by a promised time. */
import { once } from 'node:events';
import { join } from 'node:path';
import { start } from './console/children.mjs';
import { main } from './console/steps.mjs';
import { environment } from './machine/environment.mjs';
import { node24 } from './machine/node24.mjs';
import { needPackagesOfTree } from './machine/packages.mjs';
import { root } from './paths.mjs';
import { publishScreenHost } from './product/screen-host.mjs';
import { publishServer } from './product/server.mjs';

await main(async () => {
  await publishServer();
  await publishScreenHost();
  await needPackagesOfTree();
  const { bin } = await node24();
  const child = start('node', [join(root, 'tests', 'bench', 'run.mjs'), ...process.argv.slice(2)], {
    cwd: root, env: environment({ path: [bin] }), stdio: ['ignore', 'inherit', 'inherit'],
  });
  [process.exitCode] = await once(child, 'exit');
});
