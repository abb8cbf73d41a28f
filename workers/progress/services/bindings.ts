import { type DocumentContext, slotOf } from '../../../domain/document/address.ts';
import type { DocumentStore } from '../../../durable-objects/document-store/index.ts';
import type { EventFeed } from '../../../durable-objects/event-feed/index.ts';
import type { StatementImportsObject } from '../../../durable-objects/statement-imports/index.ts';
import type { LogIdentity, StatementLog } from '../../../durable-objects/statement-log/index.ts';
import { type ApiRpc, type Region, rpcOf, type TenantRecord } from '../../shared/rpc.ts';

/** The Worker's bindings with the types that the configuration cannot know. */
export const apiOf = (env: ProgressEnv): ApiRpc => rpcOf<ApiRpc>(env.API);

/** A tenant starts with one log, which bears its name. */
export const logIdentity = (tenant: Pick<TenantRecord, 'id' | 'region' | 'homePage'>): LogIdentity => ({
  tenant: tenant.id,
  region: tenant.region,
  log: tenant.id,
  homePage: tenant.homePage,
});

/** What is asked of a log. The plain signatures: those that RPC derives lose members of unknown type. */
export type LogStub = Pick<
  StatementLog,
  | 'append'
  | 'pull'
  | 'reread'
  | 'voidings'
  | 'one'
  | 'record'
  | 'page'
  | 'definitions'
  | 'extent'
  | 'scan'
  | 'learn'
  | 'texts'
  | 'founded'
  | 'layout'
  | 'grow'
  | 'full'
  | 'stats'
  | 'hear'
>;

export const logOf = (env: ProgressEnv, name: string): LogStub =>
  (env.STATEMENT_LOG as DurableObjectNamespace<StatementLog>).getByName(name) as unknown as LogStub;

/** What is asked of a share of the documents. */
export type DocumentsStub = Pick<DocumentStore, 'find' | 'write' | 'remove' | 'removeAll' | 'ids'>;

/** Where a tenant's documents of this owner are. */
export const documentsOf = (env: ProgressEnv, tenant: string, context: DocumentContext): DocumentsStub =>
  (env.DOCUMENT_STORE as DurableObjectNamespace<DocumentStore>).getByName(
    `${tenant}-documents-${slotOf(context)}`,
  ) as unknown as DocumentsStub;

/** What is asked of a feed; `fetch` with an upgrade reads live. */
export type FeedStub = Pick<EventFeed, 'append' | 'appendNews' | 'read' | 'history' | 'last'> & Pick<Fetcher, 'fetch'>;

export const feedOf = (env: ProgressEnv, tenant: string): FeedStub =>
  (env.EVENT_FEED as DurableObjectNamespace<EventFeed>).getByName(tenant) as unknown as FeedStub;

/** What is asked of the imports of a tenant. */
export type ImportsStub = Pick<
  StatementImportsObject<ProgressEnv>,
  'begin' | 'find' | 'list' | 'reports' | 'putPart' | 'parts' | 'received' | 'discard' | 'cancel'
>;

export const importsOf = (env: ProgressEnv, tenant: string): ImportsStub =>
  (env.STATEMENT_IMPORTS as DurableObjectNamespace).getByName(tenant) as unknown as ImportsStub;

/** `PROGRESS_EU_00` is the first partition of Europe. */
export function partitionDatabase(env: ProgressEnv, region: Region, partition: number): D1Database {
  const name = `PROGRESS_${region.toUpperCase()}_${String(partition).padStart(2, '0')}`;
  const database = (env as unknown as Record<string, D1Database | undefined>)[name];
  if (database === undefined) throw new Error(`no binding ${name}`);
  return database;
}
