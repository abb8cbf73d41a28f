import type { TenantContent } from '../../../d1/content/db.ts';
import { ImportReader, type ImportRow } from '../../../d1/content/imports.ts';
import { type Attempt, ImportWriter } from '../../../d1/content/imports-writer.ts';
import { type PackageKeys, packageKeys } from '../../../r2/keys.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { bucketOf, contentOf, findTenant } from '../tenants.ts';

/** What a `BuildPackage` instance is started with. */
export interface BuildParams extends Attempt {
  readonly tenant: string;
}

/** An attempt at building an import, with everything it needs at hand. */
export interface BuildJob {
  readonly params: BuildParams;
  readonly tenant: TenantRecord;
  readonly content: TenantContent;
  readonly bucket: R2Bucket;
  readonly row: ImportRow;
  readonly keys: PackageKeys;
  readonly writer: ImportWriter;
}

/** Undefined when the import has ended or a later attempt has taken it over: then there is nothing to do any more. */
export async function loadJob(env: ApiEnv, params: BuildParams): Promise<BuildJob | undefined> {
  const tenant = await findTenant(env, params.tenant);
  if (tenant === undefined) return undefined;
  const content = contentOf(env, tenant);
  const row = await new ImportReader(content).byId(params.id);
  if (row === undefined || row.attempt !== params.attempt) return undefined;
  if (row.state !== 'queued' && row.state !== 'running') return undefined;
  return {
    params,
    tenant,
    content,
    bucket: bucketOf(env, tenant),
    row,
    keys: packageKeys(tenant.id, row.package),
    writer: new ImportWriter(content),
  };
}

export const now = (): string => new Date().toISOString();
