import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Grants } from '../../domain/access/grants.ts';
import type { KeySet } from '../../domain/access/key-set.ts';

/** Which tenant lives in which region. */
export const tenants = sqliteTable('tenants', {
  id: text().primaryKey(),
  name: text().notNull(),
  region: text({ enum: ['eu', 'us'] }).notNull(),
  homePage: text('home_page').notNull(),
  createdAt: text('created_at').notNull(),
});

/** Whose tokens a tenant accepts. */
export const issuers = sqliteTable('issuers', {
  id: text().primaryKey(),
  tenant: text().notNull(),
  name: text().notNull(),
  issuer: text().notNull(),
  audience: text().notNull(),
  grants: text({ mode: 'json' }).$type<Grants>().notNull(),
  jwksUrl: text('jwks_url'),
  jwks: text({ mode: 'json' }).$type<KeySet>().notNull(),
  keysReadAt: text('keys_read_at').notNull(),
  keysTriedAt: text('keys_tried_at').notNull(),
  keysError: text('keys_error'),
  createdAt: text('created_at').notNull(),
  revokedAt: text('revoked_at'),
  lastUsedAt: text('last_used_at'),
});
