import { learnerOf, partitionOf } from '../../../domain/projection/learner.ts';
import { packReading } from '../../../domain/projection/packed.ts';
import { packBatch } from '../../../domain/statement/pack.ts';
import { prepareStatements } from '../../../domain/statement/prepare.ts';
import type { ProjectionMessage, StatementLog } from '../../../durable-objects/statement-log/index.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { bindings } from './support.testing.ts';

export const TENANT: TenantRecord = { id: 'demo', name: 'Demo', region: 'eu', homePage: 'https://demo.example' };

/** A stub of a log as tests need it: plain signatures, and the object that `cloudflare:test` looks into. */
export const stubOf = (log: string) => (bindings.STATEMENT_LOG as DurableObjectNamespace<StatementLog>).getByName(log);

/** Appends past the Worker, to a log of any name. */
export async function appendTo(log: string, statements: readonly object[]): Promise<void> {
  const authority = { mbox: 'mailto:lrs@example.com' };
  const prepared = prepareStatements(statements, { authority, newId: () => crypto.randomUUID() });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  const batch = packBatch(prepared.value, ({ statement }) => ({
    partition: partitionOf(TENANT.id, learnerOf(statement.actor, TENANT)),
    reading: packReading(statement, TENANT),
  }));
  await stubOf(log).append({
    identity: { tenant: TENANT.id, region: TENANT.region, log, homePage: TENANT.homePage },
    batch,
  });
}

/** The message that a log would send. */
export const callOf = (log: string, partition: number): ProjectionMessage => ({
  version: 2,
  tenant: TENANT.id,
  region: TENANT.region,
  log,
  partition,
  to: 1,
});
