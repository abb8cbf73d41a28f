import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import * as directory from '../directory/schema.ts';
import spineBack from '../rollback/content/0001_spine.down.sql';
import rotationBack from '../rollback/content/0002_credential_rotation.down.sql';
import tusBack from '../rollback/content/0003_tus.down.sql';
import exportsBack from '../rollback/content/0004_exports.down.sql';
import catalogueBack from '../rollback/content/0005_catalogue.down.sql';
import needsBack from '../rollback/content/0006_needs.down.sql';
import searchBack from '../rollback/content/0007_search_terms.down.sql';
import tenantsBack from '../rollback/directory/0001_tenants.down.sql';
import issuersBack from '../rollback/directory/0002_issuers.down.sql';
import * as content from './schema.ts';

/** The ways back of each database, the last migration first. */
const directoryBack = issuersBack + tenantsBack;
const contentBack = searchBack + needsBack + catalogueBack + exportsBack + tusBack + rotationBack + spineBack;

const databases = [
  { name: 'directory', schema: directory, db: env.DIRECTORY, up: 'MIGRATIONS_DIRECTORY', back: directoryBack },
  { name: 'content', schema: content, db: env.CONTENT_EU, up: 'MIGRATIONS_CONTENT', back: contentBack },
] as const;

const migrationsOf = (name: string) =>
  (env as unknown as Record<string, Parameters<typeof applyD1Migrations>[1]>)[name]!;

for (const { name, schema, db, up, back } of databases) {
  describe(name, () => {
    it('[D1-1] queries name the columns that the migrations make, and every key begins with the tenant', async () => {
      await applyD1Migrations(db, migrationsOf(up));
      for (const table of Object.values(schema).filter((value) => is(value, SQLiteTable))) {
        const info = await db
          .prepare('SELECT name, "notnull" AS required, pk FROM pragma_table_info(?)')
          .bind(getTableName(table))
          .all<{ name: string; required: number; pk: number }>();
        const columns = Object.values(getTableColumns(table)).map((c) => ({
          name: c.name,
          required: c.notNull ? 1 : 0,
        }));
        expect(columns).toEqual(info.results.map(({ name, required }) => ({ name, required })));
        expect(info.results.find((column) => column.pk === 1)!.name).toBe(name === 'content' ? 'tenant' : 'id');
      }
    });

    it('[D1-2] the way back leaves nothing, and the way there works again', async () => {
      const statements = back.split(';').filter((part) => part.trim() !== '');
      await db.batch(statements.map((statement) => db.prepare(statement)));
      const left = await db
        .prepare(
          "SELECT name FROM sqlite_master WHERE name NOT LIKE 'd1_%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
        )
        .all();
      expect(left.results).toEqual([]);
      await db.prepare('DELETE FROM d1_migrations').run();
      await applyD1Migrations(db, migrationsOf(up));
    });
  });
}
