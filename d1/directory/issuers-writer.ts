import { and, eq, isNull, lt, lte, or, type SQL } from 'drizzle-orm';
import type { KeySet } from '../../domain/access/key-set.ts';
import type { IssuerRow, TenantDirectory } from './issuers.ts';
import { issuers } from './schema.ts';

export type NewIssuer = Pick<
  IssuerRow,
  'id' | 'name' | 'issuer' | 'audience' | 'grants' | 'jwksUrl' | 'jwks' | 'createdAt'
>;
export type IssuerChange = Partial<
  Pick<IssuerRow, 'name' | 'grants' | 'jwksUrl' | 'jwks' | 'keysReadAt' | 'keysTriedAt' | 'keysError'>
>;

/** The life of an issuer. Every change is one statement. */
export class IssuerWriter {
  readonly #directory: TenantDirectory;
  constructor(directory: TenantDirectory) {
    this.#directory = directory;
  }

  /** Undefined: issuer and audience are registered already, here or with another tenant. */
  register(values: NewIssuer): Promise<IssuerRow | undefined> {
    const { db, tenant } = this.#directory;
    const { createdAt } = values;
    return db
      .insert(issuers)
      .values({ tenant, ...values, keysReadAt: createdAt, keysTriedAt: createdAt })
      .onConflictDoNothing()
      .returning()
      .get();
  }

  /** Undefined: there is none in force. */
  change(id: string, values: IssuerChange): Promise<IssuerRow | undefined> {
    return this.#update(id, values);
  }

  /** Undefined: there is none in force. Issuer and audience can be registered again from now on. */
  withdraw(id: string, now: string): Promise<IssuerRow | undefined> {
    return this.#update(id, { revokedAt: now });
  }

  /** Whether the caller is the one to read the keys again: nobody has tried since `before`. */
  async claimKeys(id: string, now: string, before: string): Promise<boolean> {
    const claimed = await this.#update(id, { keysTriedAt: now, keysError: null }, lte(issuers.keysTriedAt, before));
    return claimed !== undefined;
  }

  /** What came of a claim. Has no effect when the issuer got keys from elsewhere meanwhile. */
  async endKeys(
    { id, jwksUrl }: { id: string; jwksUrl: string },
    outcome: { jwks: KeySet; keysReadAt: string } | { keysError: string },
  ): Promise<void> {
    await this.#update(id, outcome, eq(issuers.jwksUrl, jwksUrl));
  }

  /** Notes a use unless one has been noted since `before`. */
  async used(id: string, now: string, before: string): Promise<void> {
    await this.#update(id, { lastUsedAt: now }, or(isNull(issuers.lastUsedAt), lt(issuers.lastUsedAt, before)));
  }

  #update(id: string, values: Partial<IssuerRow>, condition?: SQL): Promise<IssuerRow | undefined> {
    const { db, tenant } = this.#directory;
    return db
      .update(issuers)
      .set(values)
      .where(and(eq(issuers.tenant, tenant), eq(issuers.id, id), isNull(issuers.revokedAt), condition))
      .returning()
      .get();
  }
}
