import { and, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { CredentialRow } from './credentials.ts';
import type { TenantContent } from './db.ts';
import { credentials } from './schema.ts';

export type NewCredential = Pick<CredentialRow, 'id' | 'scheme' | 'name' | 'secretSha256' | 'scopes' | 'createdAt'>;

export interface Rotation {
  readonly id: string;
  readonly secretSha256: string;
  readonly now: string;
  /** When the secrets that are in force now end; at or before `now`: at once. */
  readonly endsAt: string;
  /** Earlier secrets that may be in force beside the new one. */
  readonly maxPrevious: number;
}

/** The life of a credential. Every change is one statement, so that two at the same time cannot mix. */
export class CredentialWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  create(values: NewCredential): Promise<CredentialRow> {
    const { db, tenant } = this.#content;
    return db
      .insert(credentials)
      .values({ tenant, ...values })
      .returning()
      .get();
  }

  /** Undefined: there is none in force. */
  change(id: string, values: Partial<Pick<CredentialRow, 'name' | 'scopes'>>): Promise<CredentialRow | undefined> {
    return this.#update(id, values);
  }

  /**
   * Puts a new secret in force; those that were in force go on until `endsAt`, or until their own end if that comes
   * first. Undefined: there is no such credential in force, or it has `maxPrevious` earlier secrets already.
   */
  rotate({ id, secretSha256, now, endsAt, maxPrevious }: Rotation): Promise<CredentialRow | undefined> {
    const inForce = sql`FROM json_each(${credentials.previous}) WHERE value->>'until' > ${now}`;
    const kept = sql`SELECT json_group_array(json_object('sha256', sha256, 'until', until)) FROM (
      SELECT value->>'sha256' AS sha256, min(value->>'until', ${endsAt}) AS until ${inForce}
      UNION ALL SELECT ${credentials.secretSha256}, ${endsAt})`;
    const atOnce = sql`${endsAt} <= ${now}`;
    const previous = sql`CASE WHEN ${atOnce} THEN '[]' ELSE (${kept}) END`;
    const room = sql`(${atOnce} OR (SELECT count(*) ${inForce}) < ${maxPrevious})`;
    return this.#update(id, { previous, secretSha256, rotatedAt: now }, room);
  }

  /** Undefined: there is none in force, or it is the last bearer token, without which nobody could make another one. */
  withdraw(id: string, now: string): Promise<CredentialRow | undefined> {
    const another = sql`EXISTS (SELECT 1 FROM credentials AS other WHERE other.tenant = ${this.#content.tenant}
      AND other.scheme = 'bearer' AND other.id <> ${id} AND other.revoked_at IS NULL)`;
    return this.#update(id, { revokedAt: now }, or(eq(credentials.scheme, 'basic'), another));
  }

  /** Notes a use unless one has been noted since `before`. */
  async used(id: string, now: string, before: string): Promise<void> {
    const stale = or(isNull(credentials.lastUsedAt), lt(credentials.lastUsedAt, before));
    await this.#update(id, { lastUsedAt: now }, stale);
  }

  #update(
    id: string,
    values: { [Name in keyof CredentialRow]?: CredentialRow[Name] | SQL },
    condition?: SQL,
  ): Promise<CredentialRow | undefined> {
    const { db, tenant } = this.#content;
    return db
      .update(credentials)
      .set(values)
      .where(and(eq(credentials.tenant, tenant), eq(credentials.id, id), isNull(credentials.revokedAt), condition))
      .returning()
      .get();
  }
}
