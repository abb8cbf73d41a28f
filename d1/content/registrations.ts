import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { knownLearner, type NamedLearner } from './known-learner.ts';
import { insertWhere, newestAfter } from './query.ts';
import { learners, packages, registrations } from './schema.ts';

export type RegistrationState = (typeof registrations.$inferSelect)['state'];

export interface RegistrationRow {
  readonly registration: string;
  readonly packageId: string;
  readonly learner: { readonly id: string; readonly name: string };
  readonly take: number;
  readonly createdAt: string;
}

export interface RegistrationListRow extends RegistrationRow {
  readonly packageTitle: string;
  readonly state: RegistrationState;
}

const ROW = {
  registration: registrations.registration,
  packageId: registrations.package,
  learner: { id: learners.id, name: learners.name },
  take: registrations.take,
  createdAt: registrations.createdAt,
};

export class RegistrationReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  list(page: Page, filter: { learnerId?: string | undefined; packageId?: string | undefined }) {
    const { db, tenant } = this.#content;
    const { learnerId, packageId } = filter;
    return db
      .select({ ...ROW, packageTitle: packages.title, state: registrations.state })
      .from(registrations)
      .innerJoin(learners, and(eq(learners.tenant, tenant), eq(learners.id, registrations.learner)))
      .innerJoin(packages, and(eq(packages.tenant, tenant), eq(packages.id, registrations.package)))
      .where(
        and(
          eq(registrations.tenant, tenant),
          learnerId === undefined ? undefined : eq(registrations.learner, learnerId),
          packageId === undefined ? undefined : eq(registrations.package, packageId),
          newestAfter(registrations.createdAt, registrations.registration, page.after),
        ),
      )
      .orderBy(desc(registrations.createdAt), desc(registrations.registration))
      .limit(page.limit) satisfies Promise<RegistrationListRow[]>;
  }
}

/** What a registration is opened with. The ids are used when there is no learner or registration yet. */
export interface OpenRegistration extends NamedLearner {
  readonly packageId: string;
  readonly restart: boolean;
  readonly newRegistration: string;
}

export class RegistrationWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /**
   * Finds or makes the learner of the account and their registration for the package, in one transaction: calls at the
   * same time find what the first one made. `restart` always makes the next take; otherwise the newest take is meant.
   * The name is the one given last.
   */
  async open(input: OpenRegistration): Promise<RegistrationRow> {
    const { db, tenant } = this.#content;
    const { packageId, newRegistration, now } = input;
    const { learner, statements } = knownLearner(this.#content, input);
    const lastTake = sql`(SELECT max(take) FROM registrations
      WHERE tenant = ${tenant} AND learner = ${learner} AND package = ${packageId})`;
    const [, , , rows] = await db.batch([
      ...statements,
      insertWhere(db, registrations, {
        values: {
          tenant,
          registration: newRegistration,
          learner,
          package: packageId,
          take: sql`coalesce(${lastTake}, 0) + 1`,
          state: 'created',
          version: 0,
          createdAt: now,
        },
        condition: sql`${input.restart ? 1 : 0} OR ${lastTake} IS NULL`,
      }),
      db
        .select(ROW)
        .from(registrations)
        .innerJoin(learners, and(eq(learners.tenant, tenant), eq(learners.id, registrations.learner)))
        .where(
          and(
            eq(registrations.tenant, tenant),
            eq(registrations.learner, learner),
            eq(registrations.package, packageId),
            eq(registrations.take, lastTake),
          ),
        ),
    ]);
    if (rows[0] === undefined) throw new Error('a registration that was just opened is not there');
    return rows[0];
  }

  /** Keeps the state that delivery tells, unless a newer one is known. */
  async note(registration: string, state: RegistrationState, version: number): Promise<void> {
    const { db, tenant } = this.#content;
    await db
      .update(registrations)
      .set({ state, version })
      .where(
        and(
          eq(registrations.tenant, tenant),
          eq(registrations.registration, registration),
          lt(registrations.version, version),
        ),
      );
  }
}
