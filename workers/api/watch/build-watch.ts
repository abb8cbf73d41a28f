import { BuildWatchClock } from '../../../durable-objects/build-watch/build-watch.ts';
import { sweep } from './sweep.ts';

/** The watch of a tenant with what a sweep does. Ask by `watchTenant`. */
export class BuildWatch extends BuildWatchClock<ApiEnv> {
  protected override sweep(tenant: string): Promise<number | null> {
    return sweep(this.env, tenant);
  }
}

/** Makes sure that something which is open now is looked after no later than `seconds` from now. */
export const watchTenant = (env: ApiEnv, tenant: string, seconds: number): Promise<void> =>
  env.BUILD_WATCH.getByName(tenant).watch(tenant, Date.now() + seconds * 1000);
