import { DurableObject } from 'cloudflare:workers';

/** How soon to look again when a sweep failed: soon, but not in a tight loop. */
const RETRY_SECONDS = 15;

/**
 * The net below builds and outgoing events of one tenant, named by the tenant: an alarm survives what kills a Workflow or
 * an in-memory queue. What a sweep does is api's; this class only keeps the time, so it stores nothing but its tenant and
 * the alarm.
 */
export abstract class BuildWatchClock<Env> extends DurableObject<Env> {
  /** The earliest time that was asked for while a sweep was running, which may have read before what it is about. */
  #askedMs = Number.POSITIVE_INFINITY;

  /**
   * Looks after everything of the tenant that is stuck or left over. Returns when to look again (ms since the epoch), or
   * null when nothing is open.
   */
  protected abstract sweep(tenant: string): Promise<number | null>;

  /** Makes sure that a sweep comes no later than `dueMs`. */
  async watch(tenant: string, dueMs: number): Promise<void> {
    this.#askedMs = Math.min(this.#askedMs, dueMs);
    if ((await this.ctx.storage.get<string>('tenant')) !== tenant) await this.ctx.storage.put('tenant', tenant);
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > dueMs) await this.ctx.storage.setAlarm(dueMs);
  }

  override async alarm(): Promise<void> {
    const tenant = await this.ctx.storage.get<string>('tenant');
    if (tenant === undefined) return;
    // Set before the work: a process that dies in the middle of it must find an alarm when it comes back.
    await this.ctx.storage.setAlarm(Date.now() + RETRY_SECONDS * 1000);
    this.#askedMs = Number.POSITIVE_INFINITY;
    const next = Math.min((await this.sweep(tenant)) ?? Number.POSITIVE_INFINITY, this.#askedMs);
    if (Number.isFinite(next)) await this.ctx.storage.setAlarm(next);
    else await this.ctx.storage.deleteAlarm();
  }
}
