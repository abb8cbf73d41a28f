import { hash53 } from '../kernel/hash53.ts';
import { isIdOf } from '../kernel/ids.ts';
import type { Actor } from '../statement/types.ts';

/**
 * Partitions of a region's progress database. Locally and for a start two; a region grows by moving tenants, because
 * another count would place learners anew.
 */
export const PARTITIONS_PER_REGION = 2;

/** The learner whom an actor is: an account with the tenant's home page whose name is a learner id of the tenant. */
export function learnerOf(actor: Actor, tenant: { id: string; homePage: string }): string | undefined {
  const { account, objectType } = actor;
  if (objectType === 'Group' || account?.homePage !== tenant.homePage) return undefined;
  return isIdOf(account.name, tenant.id, 'lrn') ? account.name : undefined;
}

/** [PRJ-9] The partition of a learner within the tenant's region; statements of nobody known lie in that of `''`. */
export const partitionOf = (tenant: string, learner: string | undefined): number =>
  hash53(`${tenant}/${learner ?? ''}`) % PARTITIONS_PER_REGION;
