/** `npm run build`: the runnable server at artifacts/server, the installable extension at artifacts/orchestrator.vsix. */
import { main, say } from './console/steps.mjs';
import { packageExtension } from './product/extension.mjs';
import { publishServer } from './product/server.mjs';

await main(async () => {
  await publishServer();
  await packageExtension();
  say('Built artifacts/server/orchestrator and artifacts/orchestrator.vsix');
});
