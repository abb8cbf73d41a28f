import { type Layout, ONE_LOG } from '../../../../domain/statement/shards/layout.ts';

/** Tenants whose layout is remembered; an unknown one counts as having one log until its founding log says more. */
const KEEP_ENTRIES = 10_000;

const known = new Map<string, Layout>();

/**
 * What this isolate knows of a tenant's logs. It need not be the newest: a founding log that has grown refuses batches
 * of before, and every answer to a query carries its layout.
 */
export const knownLayout = (tenant: string): Layout => known.get(tenant) ?? ONE_LOG;

/** Keeps the newer of two layouts and gives it. */
export function learnLayout(tenant: string, layout: Layout): Layout {
  const before = knownLayout(tenant);
  if (layout.epoch <= before.epoch) return before;
  known.delete(tenant);
  if (known.size >= KEEP_ENTRIES) known.delete(known.keys().next().value!);
  known.set(tenant, layout);
  return layout;
}
