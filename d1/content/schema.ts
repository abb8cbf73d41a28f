/** The tables of `d1/migrations/content`, as queries name them. A test compares the two. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PackageFormat } from '../../domain/package/manifest.ts';

/** A secret that a rotation replaced and that goes on until a time. */
export interface PreviousSecret {
  readonly sha256: string;
  readonly until: string;
}

export const credentials = sqliteTable(
  'credentials',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    scheme: text({ enum: ['bearer', 'basic'] }).notNull(),
    name: text().notNull(),
    /** Lower-case hex of SHA-256 over the secret's UTF-8. */
    secretSha256: text('secret_sha256').notNull(),
    scopes: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    createdAt: text('created_at').notNull(),
    revokedAt: text('revoked_at'),
    previous: text({ mode: 'json' }).$type<readonly PreviousSecret[]>().notNull().default([]),
    rotatedAt: text('rotated_at'),
    lastUsedAt: text('last_used_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const learners = sqliteTable(
  'learners',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const learnerAliases = sqliteTable(
  'learner_aliases',
  {
    tenant: text().notNull(),
    homePage: text('home_page').notNull(),
    name: text().notNull(),
    learner: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.homePage, t.name] })],
);

export const packages = sqliteTable(
  'packages',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    state: text({ enum: ['building', 'built', 'revoked'] }).notNull(),
    title: text().notNull(),
    format: text().$type<PackageFormat>().notNull(),
    identifier: text().notNull(),
    activityId: text('activity_id').notNull(),
    languages: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    import: text().notNull(),
    filename: text().notNull(),
    originalBytes: integer('original_bytes').notNull(),
    containerBytes: integer('container_bytes').notNull(),
    assetCount: integer('asset_count').notNull(),
    assetBytes: integer('asset_bytes').notNull(),
    report: text({ mode: 'json' }).$type<unknown>().notNull(),
    createdAt: text('created_at').notNull(),
    archivedAt: text('archived_at'),
    revokedAt: text('revoked_at'),
    revokedReason: text('revoked_reason'),
    /** What it needs of a player beyond its format's run-time; null in rows from before this was noted. */
    needs: text({ mode: 'json' }).$type<readonly string[]>(),
    /** What it is found by beside its title (`searchTerms`). */
    terms: text().notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const enrolments = sqliteTable(
  'enrolments',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    learner: text().notNull(),
    package: text().notNull(),
    dueAt: text('due_at'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

/** A step of an import, in the order that people see them. `done` of `total` units, both 0 until they are known. */
export interface ImportStep {
  readonly name: 'inspect' | 'build' | 'publish';
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
}

export const imports = sqliteTable(
  'imports',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    state: text({ enum: ['receiving', 'queued', 'running', 'built', 'failed'] }).notNull(),
    filename: text().notNull(),
    bytes: integer().notNull(),
    package: text().notNull(),
    steps: text({ mode: 'json' }).$type<readonly ImportStep[]>().notNull(),
    report: text({ mode: 'json' }).$type<unknown>(),
    attempt: integer().notNull(),
    containerUpload: text('container_upload'),
    version: integer().notNull(),
    heartbeatAt: text('heartbeat_at').notNull(),
    createdAt: text('created_at').notNull(),
    finishedAt: text('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const uploads = sqliteTable(
  'uploads',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    state: text({ enum: ['open', 'completed'] }).notNull(),
    filename: text().notNull(),
    bytes: integer().notNull(),
    partBytes: integer('part_bytes').notNull(),
    package: text().notNull(),
    r2Upload: text('r2_upload').notNull(),
    createdAt: text('created_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    protocol: text({ enum: ['parts', 'tus'] }).notNull(),
    /** Bytes from the beginning that are durable; of an upload in parts known when it is complete. */
    received: integer().notNull(),
    /** `Upload-Metadata` as the client of tus sent it. */
    metadata: text(),
    /** The request of tus that may write, until when. */
    writer: text(),
    writerUntil: text('writer_until'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const uploadParts = sqliteTable(
  'upload_parts',
  {
    tenant: text().notNull(),
    upload: text().notNull(),
    part: integer().notNull(),
    etag: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.upload, t.part] })],
);

/** A multipart upload that was begun and may have to be given up. */
export interface OpenUpload {
  readonly key: string;
  readonly uploadId: string;
}

export const exports = sqliteTable(
  'exports',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    package: text().notNull(),
    format: text().notNull(),
    formatVersion: text('format_version').notNull(),
    state: text({ enum: ['queued', 'running', 'done', 'failed'] }).notNull(),
    filename: text().notNull(),
    bytesDone: integer('bytes_done').notNull(),
    bytes: integer().notNull(),
    report: text({ mode: 'json' }).$type<unknown>(),
    problem: text({ mode: 'json' }).$type<unknown>(),
    attempt: integer().notNull(),
    uploads: text({ mode: 'json' }).$type<readonly OpenUpload[]>().notNull().default([]),
    version: integer().notNull(),
    heartbeatAt: text('heartbeat_at').notNull(),
    createdAt: text('created_at').notNull(),
    finishedAt: text('finished_at'),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

export const registrations = sqliteTable(
  'registrations',
  {
    tenant: text().notNull(),
    registration: text().notNull(),
    learner: text().notNull(),
    package: text().notNull(),
    take: integer().notNull(),
    state: text({ enum: ['created', 'active', 'suspended', 'completed', 'abandoned'] }).notNull(),
    version: integer().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.registration] })],
);

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    tenant: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    lease: text().notNull(),
    leaseUntil: text('lease_until').notNull(),
    response: text({ mode: 'json' }).$type<unknown>(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.key] })],
);

export const outbox = sqliteTable(
  'outbox',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    event: text({ mode: 'json' }).$type<unknown>().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);
