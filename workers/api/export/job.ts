import type { TenantContent } from '../../../d1/content/db.ts';
import { ExportReader, type ExportRow, ExportWriter } from '../../../d1/content/exports.ts';
import type { Attempt } from '../../../d1/content/imports-writer.ts';
import { type ExportKeys, exportKeys } from '../../../r2/keys.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { bucketOf, contentOf, findTenant } from '../tenants.ts';

/** What an `ExportPackage` instance is started with. */
export interface ExportParams extends Attempt {
  readonly tenant: string;
}

/** An attempt at an export, with everything it needs at hand. */
export interface ExportJob {
  readonly env: ApiEnv;
  readonly params: ExportParams;
  readonly tenant: TenantRecord;
  readonly content: TenantContent;
  readonly bucket: R2Bucket;
  readonly row: ExportRow;
  readonly keys: ExportKeys;
  readonly writer: ExportWriter;
}

/** Undefined when the export has ended or a later attempt has taken it over: then there is nothing to do any more. */
export async function loadExport(env: ApiEnv, params: ExportParams): Promise<ExportJob | undefined> {
  const tenant = await findTenant(env, params.tenant);
  if (tenant === undefined) return undefined;
  const content = contentOf(env, tenant);
  const row = await new ExportReader(content).byId(params.id);
  if (row === undefined || row.attempt !== params.attempt) return undefined;
  if (row.state !== 'queued' && row.state !== 'running') return undefined;
  return {
    env,
    params,
    tenant,
    content,
    bucket: bucketOf(env, tenant),
    row,
    keys: exportKeys(tenant.id, row.id),
    writer: new ExportWriter(content),
  };
}
