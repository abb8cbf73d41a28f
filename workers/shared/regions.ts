import type { Region } from './rpc.ts';

/** The binding of a region: `CONTENT` + `eu` → `env.CONTENT_EU`. The names come from the wrangler files. */
export function regional<T>(env: object, name: string, region: Region): T {
  const binding = (env as Record<string, unknown>)[`${name}_${region.toUpperCase()}`];
  if (binding === undefined) throw new Error(`no binding ${name} for region ${region}`);
  return binding as T;
}
