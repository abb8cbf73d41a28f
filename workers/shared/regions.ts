import type { Region } from './rpc.ts';

/** Regions that hold data. `ap` is not among them until a jurisdiction can be promised there. */
export const REGIONS: readonly Region[] = ['eu', 'us'];

/** The binding of a region: `CONTENT` + `eu` → `env.CONTENT_EU`. The names come from the wrangler files. */
export function regional<T>(env: object, name: string, region: Region): T {
  const binding = (env as Record<string, unknown>)[`${name}_${region.toUpperCase()}`];
  if (binding === undefined) throw new Error(`no binding ${name} for region ${region}`);
  return binding as T;
}
