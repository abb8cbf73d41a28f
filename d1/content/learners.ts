import { and, desc, eq, sql } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { contains, newestAfter } from './query.ts';
import { learnerAliases, learners } from './schema.ts';

export type LearnerRow = typeof learners.$inferSelect;

export interface Account {
  readonly homePage: string;
  readonly name: string;
}

/** Learners of one tenant. They are made with their first registration: see `RegistrationWriter`. */
export class LearnerReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<LearnerRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(learners)
      .where(and(eq(learners.tenant, tenant), eq(learners.id, id)))
      .get();
  }

  /** `q` is part of the name, in any case of ASCII letters. */
  list({ limit, after }: Page, q: string | undefined): Promise<LearnerRow[]> {
    const { db, tenant } = this.#content;
    return db
      .select()
      .from(learners)
      .where(
        and(
          eq(learners.tenant, tenant),
          newestAfter(learners.createdAt, learners.id, after),
          contains(learners.name, q),
        ),
      )
      .orderBy(desc(learners.createdAt), desc(learners.id))
      .limit(limit);
  }

  async accounts(id: string): Promise<Account[]> {
    const { db, tenant } = this.#content;
    return db
      .select({ homePage: learnerAliases.homePage, name: learnerAliases.name })
      .from(learnerAliases)
      .where(and(eq(learnerAliases.tenant, tenant), eq(learnerAliases.learner, id)))
      .orderBy(sql`${learnerAliases.createdAt}, ${learnerAliases.homePage}, ${learnerAliases.name}`);
  }
}
