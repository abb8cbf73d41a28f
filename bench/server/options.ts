import { dirname, join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, type MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { ROOT } from '../../scripts/start/install.mjs';
import { paths } from '../../scripts/start/state.mjs';
import { bundleOf, CONFIGS } from './bundles.ts';

const HOST = '127.0.0.1';

/**
 * Miniflare's options for the five Workers of the wrangler files, on the data that `npm start` would use in the same
 * state folder. The front Worker listens itself, without Miniflare's own entry or wrangler's proxy before it.
 */
export function serverOptions(port: number, inspectorPort?: number): MiniflareOptions {
  return convertV4MiniflareOptions({
    log: new Log(LogLevel.WARN),
    host: HOST,
    // Miniflare's own entry, which nobody asks.
    port: 0,
    cf: false,
    resourcePersistencePath: join(paths.data, 'v3'),
    ...(inspectorPort === undefined ? {} : { inspectorPort }),
    workers: Object.keys(CONFIGS).map((name) => ({
      ...unstable_getMiniflareWorkerOptions(join(ROOT, CONFIGS[name]!)).workerOptions,
      name,
      rootPath: dirname(bundleOf(name)),
      modules: [{ type: 'ESModule' as const, path: bundleOf(name) }],
      ...(name === 'lectern-front' ? { unsafeDirectSockets: [{ host: HOST, port }] } : {}),
      ...(inspectorPort === undefined ? {} : { unsafeInspectorProxy: true }),
    })),
  });
}
