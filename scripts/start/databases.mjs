// Migrates the seven local databases and seeds tenants, before the server starts. A process of its own, run only when a
// migration or a seed is new: `wrangler d1 migrations apply` would start workerd once for every database, this starts it
// once for all, and keeps the same table of applied migrations.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { getPlatformProxy, unstable_readConfig, unstable_splitSqlQuery } from 'wrangler';
import { tenantSeed } from '../seed-sql.mjs';
import { ROOT } from './install.mjs';
import { paths, readJson, writeJson } from './state.mjs';
import { wantedTenants } from './tenants.mjs';

const CONFIGS = ['workers/api/wrangler.toml', 'workers/progress/wrangler.toml'];
/** The name and shape wrangler gives it, so that its own commands go on from here. */
const APPLIED_TABLE =
  'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)';

const databases = CONFIGS.flatMap((config) =>
  unstable_readConfig({ config: join(ROOT, config) }).d1_databases.map((database) => ({
    ...database,
    migrations: resolve(ROOT, dirname(config), database.migrations_dir),
  })),
);
const configPath = join(paths.wrangler, 'databases.json');
const bindings = databases.map(({ binding, database_name, database_id }) => ({ binding, database_name, database_id }));
writeFileSync(configPath, JSON.stringify({ name: 'lectern-databases', d1_databases: bindings }));
const proxy = await getPlatformProxy({ configPath, envFiles: [], persist: { path: join(paths.data, 'v3') } });
try {
  for (const database of databases) await migrate(proxy.env[database.binding], database.migrations);
  await seed(proxy.env);
} finally {
  await proxy.dispose();
}

/** Applies what the database has not seen, one migration a transaction. */
async function migrate(database, folder) {
  await database.prepare(APPLIED_TABLE).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql') && !applied.has(name));
  for (const name of files.sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(join(folder, name), 'utf8'));
    const note = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
    await database.batch([...statements.map((sql) => database.prepare(sql)), note]);
  }
}

/** Makes the tenants that were asked for; the secrets of one that is there already stay as they are. */
async function seed(env) {
  const known = readJson(paths.tenants) ?? {};
  for (const { tenant, region } of wantedTenants()) {
    const before = known[tenant];
    const made = tenantSeed({
      tenant,
      region: before?.region ?? region,
      name: tenant === 'demo' ? 'Demo' : tenant,
      operatorToken: before?.operatorToken,
      xapiKey: before?.xapi.key,
      xapiSecret: before?.xapi.secret,
    });
    known[tenant] = { tenant, region: before?.region ?? region, operatorToken: made.operatorToken, xapi: made.xapi };
    // Secrets first: seeding again with them is harmless, rows whose secret nobody knows are not.
    writeJson(paths.tenants, known);
    await run(env.DIRECTORY, made.directorySql);
    await run(env[`CONTENT_${known[tenant].region.toUpperCase()}`], made.contentSql);
  }
}

/** @param {string} sql */
function run(database, sql) {
  return database.batch(unstable_splitSqlQuery(sql).map((part) => database.prepare(part)));
}
