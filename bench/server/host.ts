// A process that is the server: it prepares the state folder (LECTERN_STATE), runs workerd on PORT and ends with its
// parent. `server.ts` starts it.
import { Miniflare } from 'miniflare';
import { prepareDatabases } from '../../scripts/start/prepare.mjs';
import { bundleWorkers } from './bundles.ts';
import { serverOptions } from './options.ts';

const { PORT, INSPECTOR_PORT } = process.env;

prepareDatabases();
bundleWorkers();
const miniflare = new Miniflare(
  serverOptions(Number(PORT), INSPECTOR_PORT === undefined ? undefined : Number(INSPECTOR_PORT)),
);
await miniflare.ready;
process.send!('ready');
// The channel closes when the parent has ended, however it did, or when it asks us to end.
process.on('disconnect', async () => {
  await miniflare.dispose();
  process.exit(0);
});
