/** `npm run soak`: many sessions and quarrelsome clients for ten minutes, on what was built. */
import { once } from 'node:events';
import { join } from 'node:path';
import { start } from './console/children.mjs';
import { main } from './console/steps.mjs';
import { environment } from './machine/environment.mjs';
import { node24 } from './machine/node24.mjs';
import { needPackagesOfTree } from './machine/packages.mjs';
import { root } from './paths.mjs';
import { publishServer } from './product/server.mjs';

await main(async () => {
  await publishServer();
  await needPackagesOfTree();
  const { bin } = await node24();
  const child = start('node', [join(root, 'tests', 'soak', 'run.mjs')], {
    cwd: root, env: environment({ path: [bin] }), stdio: ['ignore', 'inherit', 'inherit'],
  });
  [process.exitCode] = await once(child, 'exit');
});
