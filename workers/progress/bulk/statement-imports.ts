import { StatementImportsObject, type Work, type WorkDone } from '../../../durable-objects/statement-imports/index.ts';
import { regional } from '../../shared/regions.ts';
import type { Region } from '../../shared/rpc.ts';
import { apiOf } from '../services/bindings.ts';
import { tenantRecord } from '../services/tenants.ts';
import { LineWorker } from './work.ts';

/** The imports of a tenant with what progress does with a line. */
export class StatementImports extends StatementImportsObject<ProgressEnv> {
  protected override bucketOf(region: string): R2Bucket {
    return regional<R2Bucket>(this.env, 'ATTACHMENTS', region as Region);
  }

  protected override async work(work: Work): Promise<WorkDone> {
    const tenant = await tenantRecord(apiOf(this.env), work.job.tenant);
    return new LineWorker(this.env, tenant, work).run();
  }
}
