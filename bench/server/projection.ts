import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unstable_readConfig } from 'wrangler';
import { ROOT } from '../../scripts/start/install.mjs';
import { databaseFile } from './files.ts';

/** What is told of a learner, registration and activity, as it lies in its row. */
export interface ProjectionRow {
  readonly learner: string;
  readonly registration: string;
  readonly activity: string;
  readonly facts: string;
  readonly attempts: string;
  readonly completion: string | null;
}

/** What is visible in the D1 databases of the projection, read from their files while the server runs. */
export class ProjectionReader {
  readonly #partitions: readonly DatabaseSync[];

  constructor(stateDir: string, region: string) {
    const config = unstable_readConfig({ config: join(ROOT, 'workers/progress/wrangler.toml') });
    const databases: readonly { binding: string; database_id?: string }[] = config.d1_databases;
    const prefix = `PROGRESS_${region.toUpperCase()}_`;
    this.#partitions = databases
      .filter(({ binding }) => binding.startsWith(prefix))
      .map(({ database_id }) => new DatabaseSync(databaseFile(stateDir, database_id!), { readOnly: true }));
  }

  /** Up to which of its statements a log is projected in a partition. */
  watermark(tenant: string, log: string, partition: number): number {
    const query = this.#partitions[partition]!.prepare('SELECT position FROM watermarks WHERE tenant = ? AND log = ?');
    return (query.get(tenant, log) as { position: number } | undefined)?.position ?? 0;
  }

  /** The statements that have been folded into facts. */
  marks(tenant: string): number {
    const sql = `SELECT coalesce(sum(json_array_length(facts, '$.marks')), 0) AS n FROM facts WHERE tenant = ?`;
    return this.#numbers(sql, tenant).reduce((sum, n) => sum + n, 0);
  }

  /** Every row of the projection. */
  rows(tenant: string): ProjectionRow[] {
    const sql = 'SELECT learner, registration, activity, facts, attempts, completion FROM facts WHERE tenant = ?';
    return this.#partitions.flatMap((database) => database.prepare(sql).all(tenant) as unknown as ProjectionRow[]);
  }

  close(): void {
    for (const database of this.#partitions) database.close();
  }

  #numbers(sql: string, tenant: string): number[] {
    return this.#partitions.map((database) => (database.prepare(sql).get(tenant) as { n: number }).n);
  }
}
