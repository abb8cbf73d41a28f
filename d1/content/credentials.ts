import { and, eq, isNull } from 'drizzle-orm';
import type { TenantContent } from './db.ts';
import { credentials } from './schema.ts';

export type CredentialRow = typeof credentials.$inferSelect;

/** A credential that is in force; a withdrawn one is not found. */
export const readCredential = (
  { db, tenant }: TenantContent,
  id: string,
  scheme: CredentialRow['scheme'],
): Promise<CredentialRow | undefined> =>
  db
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.tenant, tenant),
        eq(credentials.id, id),
        eq(credentials.scheme, scheme),
        isNull(credentials.revokedAt),
      ),
    )
    .get();
