import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Page, TenantContent } from './db.ts';
import { knownLearner, type NamedLearner } from './known-learner.ts';
import { insertWhere, newestAfter } from './query.ts';
import type { RegistrationState } from './registrations.ts';
import { enrolments, learners, outbox, packages, registrations } from './schema.ts';

export interface EnrolmentRow {
  readonly id: string;
  readonly packageId: string;
  readonly packageTitle: string;
  readonly packageState: 'building' | 'built' | 'revoked';
  readonly learner: { readonly id: string; readonly name: string };
  readonly dueAt: string | null;
  readonly createdAt: string;
  /** The newest take; both null before the first launch. */
  readonly registration: string | null;
  readonly state: RegistrationState | null;
}

/** Names of columns differ, because rows of a batch come by name. */
const ROW = {
  id: enrolments.id,
  packageId: enrolments.package,
  packageTitle: packages.title,
  packageState: sql<EnrolmentRow['packageState']>`${packages.state}`.as('package_state'),
  learner: { id: enrolments.learner, name: learners.name },
  dueAt: enrolments.dueAt,
  createdAt: enrolments.createdAt,
  registration: registrations.registration,
  state: registrations.state,
};

/** Enrolments of one tenant, each with how far the learner is. */
export class EnrolmentReader {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  byId(id: string): Promise<EnrolmentRow | undefined> {
    return this.select(eq(enrolments.id, id)).get();
  }

  /** Newest first. */
  list(
    { limit, after }: Page,
    { learnerId, packageId }: { learnerId?: string | undefined; packageId?: string | undefined },
  ): Promise<EnrolmentRow[]> {
    return this.select(
      and(
        learnerId === undefined ? undefined : eq(enrolments.learner, learnerId),
        packageId === undefined ? undefined : eq(enrolments.package, packageId),
        newestAfter(enrolments.createdAt, enrolments.id, after),
      ),
    )
      .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
      .limit(limit)
      .all();
  }

  /** To be ended or put in a batch. */
  select(condition: SQL | undefined) {
    const { db, tenant } = this.#content;
    const take = sql`(SELECT max(take) FROM registrations AS takes WHERE takes.tenant = ${tenant}
      AND takes.learner = ${enrolments.learner} AND takes.package = ${enrolments.package})`;
    return db
      .select(ROW)
      .from(enrolments)
      .innerJoin(learners, and(eq(learners.tenant, tenant), eq(learners.id, enrolments.learner)))
      .innerJoin(packages, and(eq(packages.tenant, tenant), eq(packages.id, enrolments.package)))
      .leftJoin(
        registrations,
        and(
          eq(registrations.tenant, tenant),
          eq(registrations.learner, enrolments.learner),
          eq(registrations.package, enrolments.package),
          eq(registrations.take, take),
        ),
      )
      .where(and(eq(enrolments.tenant, tenant), condition))
      .$dynamic();
  }
}

export interface NewEnrolment extends NamedLearner {
  readonly packageId: string;
  readonly dueAt: string | null;
  readonly newId: string;
  /** Told when the enrolment is made; its learner is filled in. */
  readonly event: Told;
}

type Told = { readonly id: string };

/** Changes of enrolments, each with the event that tells it in one transaction. */
export class EnrolmentWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /** Finds or makes the learner of the account and their enrolment; one that is there stays as it is. */
  async enrol(input: NewEnrolment): Promise<EnrolmentRow> {
    const { packageId, dueAt, newId, now, event } = input;
    const { db, tenant } = this.#content;
    const { learner, statements } = knownLearner(this.#content, input);
    const told = sql`json_set(${JSON.stringify(event)}, '$.data.learnerId', ${learner})`;
    const [, , , , rows] = await db.batch([
      ...statements,
      db
        .insert(enrolments)
        .values({ tenant, id: newId, learner: sql`${learner}`, package: packageId, dueAt, createdAt: now })
        .onConflictDoNothing(),
      this.#tell(newId, { id: event.id, event: told, now }),
      new EnrolmentReader(this.#content).select(
        and(eq(enrolments.learner, learner), eq(enrolments.package, packageId)),
      ),
    ]);
    if (rows[0] === undefined) throw new Error('an enrolment that was just made is not there');
    return rows[0];
  }

  async setDue(id: string, dueAt: string | null, { event, now }: { event: Told; now: string }): Promise<void> {
    const { db } = this.#content;
    await db.batch([
      this.#tell(id, { id: event.id, event, now }),
      db.update(enrolments).set({ dueAt }).where(this.#row(id)),
    ]);
  }

  async remove(id: string, { event, now }: { event: Told; now: string }): Promise<void> {
    const { db } = this.#content;
    await db.batch([this.#tell(id, { id: event.id, event, now }), db.delete(enrolments).where(this.#row(id))]);
  }

  /** Only while there is such an enrolment: of two that remove it one tells. */
  #tell(enrolment: string, { id, event, now }: { id: string; event: unknown; now: string }) {
    const { db, tenant } = this.#content;
    return insertWhere(db, outbox, {
      values: { tenant, id, event, createdAt: now },
      condition: sql`EXISTS (SELECT 1 FROM ${enrolments} WHERE ${this.#row(enrolment)})`,
    });
  }

  #row(id: string) {
    return and(eq(enrolments.tenant, this.#content.tenant), eq(enrolments.id, id));
  }
}
