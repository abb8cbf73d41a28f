import { sql } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import type { Account } from './learners.ts';
import { learnerAliases, learners } from './schema.ts';

export interface NamedLearner {
  readonly account: Account;
  /** The one given last is kept. */
  readonly name: string;
  /** The id when there is none with this account yet. */
  readonly newLearner: string;
  readonly now: string;
}

/**
 * The learner with an account, found or made: statements that begin a batch, and the id for the ones behind them. Calls at
 * the same time find what the first one made.
 */
export function knownLearner({ db, tenant }: TenantContent, { account, name, newLearner, now }: NamedLearner) {
  const learner = sql`(SELECT learner FROM learner_aliases
    WHERE tenant = ${tenant} AND home_page = ${account.homePage} AND name = ${account.name})`;
  const statements = [
    db
      .insert(learnerAliases)
      .values({ tenant, homePage: account.homePage, name: account.name, learner: newLearner, createdAt: now })
      .onConflictDoNothing(),
    db
      .insert(learners)
      .values({ tenant, id: sql`${learner}`, name, createdAt: now })
      .onConflictDoUpdate({ target: [learners.tenant, learners.id], set: { name } }),
  ] as const;
  return { learner, statements };
}
