import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from 'cloudflare:workers';
import type { StoredPart } from '../../../domain/bundle/parts.ts';
import { announce } from '../build/announce.ts';
import { contentOf, findTenant } from '../tenants.ts';
import { finishExport } from './end.ts';
import { type ExportJob, type ExportParams, loadExport } from './job.ts';
import { planJob } from './plan.ts';
import { type Written, writeParts } from './write.ts';

/** Storage has short hiccups; what lasts longer is left to the watch, which begins a new attempt. */
const STEP: WorkflowStepConfig = {
  retries: { limit: 3, delay: '1 second', backoff: 'exponential' },
  timeout: '5 minutes',
};

/** There is nothing to do any more: another attempt has the export, or it has ended. */
const GONE = { outcome: 'gone' } as const;

/**
 * A package → an archive in the format that was asked for: plan, write, finish. Every step may be repeated, and an instance
 * that dies is followed by one with a higher attempt.
 */
export class ExportPackage extends WorkflowEntrypoint<ApiEnv, ExportParams> {
  override async run({ payload }: Readonly<WorkflowEvent<ExportParams>>, step: WorkflowStep): Promise<void> {
    const withJob = async <T>(work: (job: ExportJob) => Promise<T>): Promise<T | typeof GONE> => {
      const job = await loadExport(this.env, payload);
      return job === undefined ? GONE : work(job);
    };
    const planned = await step.do('plan', STEP, () => withJob(planJob));
    if (planned.outcome !== 'planned') return;
    const { uploadId } = planned;
    const stored: StoredPart[] = [];
    for (let n = 1; ; n++) {
      const asked = { uploadId, stored: [...stored] };
      const written: Written | typeof GONE = await step.do(`write ${n}`, STEP, () =>
        withJob((job) => writeParts(job, asked)),
      );
      if (written.outcome === 'gone') return;
      stored.push(...written.parts);
      if (written.outcome === 'done') break;
    }
    await step.do('finish', STEP, () => withJob((job) => finishExport(job, { uploadId, parts: stored })));
    await step.do('announce', STEP, async () => {
      const tenant = await findTenant(this.env, payload.tenant);
      if (tenant !== undefined) await announce(this.env, contentOf(this.env, tenant));
    });
  }
}
