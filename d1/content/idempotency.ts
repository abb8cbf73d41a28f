import { and, eq, isNull, lt } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import { idempotencyKeys } from './schema.ts';

export interface IdempotencyRow {
  readonly fingerprint: string;
  readonly lease: string;
  readonly leaseUntil: string;
  /** Null while the request is running. */
  readonly response: unknown;
}

export interface Claim {
  readonly key: string;
  readonly fingerprint: string;
  /** Names this very try. */
  readonly lease: string;
  readonly leaseUntil: string;
  readonly expiresAt: string;
  readonly now: string;
}

/** Idempotency keys of a tenant: read and written by one exchange, so they have no reader of their own. */
export class IdempotencyWriter {
  readonly #content: TenantContent;
  constructor(content: TenantContent) {
    this.#content = content;
  }

  /**
   * Takes the key if it is free, expired, or held by an equal request whose lease ran out without an end. Returns the row
   * as it is then: it is the caller's when its lease is the caller's. All that have expired go, so that a tenant keeps a
   * day's keys and no more.
   */
  async claim({ key, fingerprint, lease, leaseUntil, expiresAt, now }: Claim): Promise<IdempotencyRow> {
    const { db, tenant } = this.#content;
    const mine = and(eq(idempotencyKeys.tenant, tenant), eq(idempotencyKeys.key, key));
    const [, , , rows] = await db.batch([
      db.delete(idempotencyKeys).where(and(eq(idempotencyKeys.tenant, tenant), lt(idempotencyKeys.expiresAt, now))),
      db
        .insert(idempotencyKeys)
        .values({ tenant, key, fingerprint, lease, leaseUntil, expiresAt, response: null })
        .onConflictDoNothing(),
      db
        .update(idempotencyKeys)
        .set({ lease, leaseUntil })
        .where(
          and(
            mine,
            eq(idempotencyKeys.fingerprint, fingerprint),
            lt(idempotencyKeys.leaseUntil, now),
            isNull(idempotencyKeys.response),
          ),
        ),
      db.select().from(idempotencyKeys).where(mine),
    ]);
    return rows[0]!;
  }

  /** Keeps the answer of a request that is still the holder of the key. */
  async keep(key: string, lease: string, response: unknown): Promise<void> {
    const { db } = this.#content;
    await db.update(idempotencyKeys).set({ response }).where(this.#held(key, lease));
  }

  /** Gives the key back: nothing was made, so the next request is the first. */
  async release(key: string, lease: string): Promise<void> {
    const { db } = this.#content;
    await db.delete(idempotencyKeys).where(this.#held(key, lease));
  }

  #held(key: string, lease: string) {
    const { tenant } = this.#content;
    return and(eq(idempotencyKeys.tenant, tenant), eq(idempotencyKeys.key, key), eq(idempotencyKeys.lease, lease));
  }
}
