import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from 'cloudflare:workers';
import { contentOf, findTenant } from '../tenants.ts';
import { announce } from './announce.ts';
import { openContainer, writeContainer } from './container.ts';
import { inspectOriginal } from './inspect.ts';
import { type BuildJob, type BuildParams, loadJob } from './job.ts';
import { publish } from './publish.ts';
import { clearUp } from './refuse.ts';

/** Storage has short hiccups; what lasts longer is left to the watch, which begins a new attempt. */
const STEP: WorkflowStepConfig = {
  retries: { limit: 3, delay: '1 second', backoff: 'exponential' },
  timeout: '5 minutes',
};

/** A step's answer; `gone` when there is nothing to do any more: another attempt has the import, or it has ended. */
type Outcome = 'done' | 'more' | 'refused' | 'gone';
type Once = (name: string, work: (job: BuildJob) => Promise<Exclude<Outcome, 'gone'>>) => Promise<Outcome>;

/**
 * Original archive → playable package: inspect, build, publish. Every step may be repeated, and an instance that dies is
 * followed by one with a higher attempt: rows written by the earlier one have no effect from then on.
 */
export class BuildPackage extends WorkflowEntrypoint<ApiEnv, BuildParams> {
  override async run({ payload }: Readonly<WorkflowEvent<BuildParams>>, step: WorkflowStep): Promise<void> {
    const once: Once = (name, work) =>
      step.do(name, STEP, async () => {
        const job = await loadJob(this.env, payload);
        return job === undefined ? 'gone' : work(job);
      });

    let outcome = await once('inspect', inspectOriginal);
    if (outcome === 'done') outcome = await this.#build(once);
    if (outcome === 'done') outcome = await once('publish', publish);
    else if (outcome === 'refused') outcome = await once('clear up', clearUp);
    if (outcome !== 'done') return;
    await step.do('announce', STEP, async () => {
      const tenant = await findTenant(this.env, payload.tenant);
      if (tenant !== undefined) await announce(this.env, contentOf(this.env, tenant));
    });
  }

  async #build(once: Once): Promise<Outcome> {
    let outcome = await once('open', openContainer);
    for (let n = 1; outcome === 'more'; n++) outcome = await once(`build ${n}`, (job) => writeContainer(job));
    return outcome;
  }
}
