import { DurableObject } from 'cloudflare:workers';
import { logName } from '../../domain/statement/shards/layout.ts';
import { type Claim, ClaimTable, LinkTable } from './claims.ts';
import type { ClaimAnswer, ClaimRequest, Place } from './contract.ts';
import { StoredIds } from './stored-ids.ts';

/** A batch is stored within tens of milliseconds; after this its home is asked what became of it. */
const SETTLE_AFTER_MILLIS = 5000;
/** Claims that wait in rows before they are gathered into a run: what an object reads when it wakes. */
const GATHER_IDS = 16_384;
/** Batches that may be in the making at once; more are told to come back. */
const MAX_PENDING = 1000;

/** What is asked of a home: see `StatementLog.settle`. */
interface Home {
  settle(claim: string, ids: readonly string[], defines: boolean): Promise<boolean>;
}

export interface IdSlotEnv {
  readonly STATEMENT_LOG: DurableObjectNamespace;
}

/**
 * A sixteenth of a tenant's statement ids and where they lie, for a store of several logs. Every id is claimed here
 * before it is stored, so that two logs never hold one id, and references find their target and are found by it.
 */
export class IdSlot extends DurableObject<IdSlotEnv> {
  readonly #claims: ClaimTable;
  readonly #links: LinkTable;
  readonly #ids: StoredIds;
  readonly #startedMillis = Date.now();

  constructor(ctx: DurableObjectState, env: IdSlotEnv) {
    super(ctx, env);
    this.#claims = new ClaimTable(ctx.storage);
    this.#links = new LinkTable(ctx.storage);
    this.#ids = new StoredIds(ctx.storage);
    // Open claims outlive an object only when something was killed: whoever sends such a batch again need not wait.
    if (this.#claims.pending().length > 0) void ctx.storage.setAlarm(Date.now());
  }

  /**
   * [SLOT-1] [SLOT-2] Claims those of the ids that are nobody's. Whole or not at all: when another batch in the making
   * has one of them or is linked with one, nothing is claimed.
   */
  async claim(tenant: string, request: ClaimRequest): Promise<ClaimAnswer> {
    const known = this.#claims.named(request.claim);
    if (known === undefined && this.#isBusy(request)) return { busy: true };
    const stored = this.#places(request.ids);
    const there = new Set(stored.map(({ id }) => id));
    const own = request.ids.filter((id) => !there.has(id));
    if (known === undefined && own.length + request.links.length > 0) {
      this.ctx.storage.transactionSync(() => {
        this.#claims.open(request, own, Date.now());
        this.#links.open(request, request.links);
        this.ctx.storage.kv.put('tenant', tenant);
      });
      await this.#wake();
    }
    const targets = this.#places(request.links.map(({ target }) => target));
    return { busy: false, stored, targets, waiting: this.#links.waiting(own) };
  }

  /** [SLOT-3] The batch is stored: its ids lie at its home from now on. Again: nothing changes. */
  async confirm(claim: string): Promise<void> {
    const found = this.#claims.named(claim);
    if (found !== undefined && !found.stored) this.#confirm(found);
  }

  /** [SLOT-3] The batch was refused: its ids are nobody's again. What has been confirmed stays. */
  async release(claim: string): Promise<void> {
    const found = this.#claims.named(claim);
    if (found !== undefined && !found.stored) this.#release(found);
  }

  /** [SLOT-6] Where each of the ids is stored, or will be: what is claimed may be at its home already. */
  async find(ids: readonly string[]): Promise<readonly Place[]> {
    return ids.flatMap((id) => {
      const home = this.#claims.ofId(id)?.home ?? this.#ids.find(id);
      return home === undefined ? [] : [{ id, home }];
    });
  }

  /** Who refers to one of these ids and is stored. */
  async linksTo(ids: readonly string[]) {
    return this.#links.waiting(ids);
  }

  /** [SLOT-4] Claims whose confirmation was lost are settled with their home: old ones, and those of before a restart. */
  override async alarm(): Promise<void> {
    const tenant = this.ctx.storage.kv.get<string>('tenant');
    if (tenant === undefined) return;
    const before = Date.now() - SETTLE_AFTER_MILLIS;
    const due = this.#claims.pending().filter(({ sinceMillis: at }) => at <= before || at < this.#startedMillis);
    for (const claim of due) {
      try {
        await this.#settle(tenant, claim);
      } catch (error) {
        // Its home cannot be asked now. The claims of other homes do not wait for it.
        console.error(JSON.stringify({ service: 'id-slot', level: 'error', error: String(error) }));
      }
    }
    if (this.#claims.pending().length > 0) await this.#wake();
  }

  async #settle(tenant: string, claim: Claim): Promise<void> {
    const home = this.env.STATEMENT_LOG.getByName(logName(tenant, claim.home)) as unknown as Home;
    const ids = claim.ids.length > 0 ? claim.ids : this.#links.byOf(claim.claim);
    const stored = await home.settle(claim.claim, ids, claim.defines);
    // While the home was asked the claim may have been confirmed.
    const now = this.#claims.named(claim.claim);
    if (now === undefined || now.stored) return;
    if (stored) this.#confirm(now);
    else this.#release(now);
  }

  #isBusy({ claim, ids, links }: ClaimRequest): boolean {
    if (this.#claims.pending().length >= MAX_PENDING) return true;
    const others = [...ids, ...links.map(({ target }) => target)].map((id) => this.#claims.ofId(id));
    return others.some((other) => other !== undefined && !other.stored) || this.#links.pending(ids, claim);
  }

  #places(ids: readonly string[]): Place[] {
    return ids.flatMap((id) => {
      const claim = this.#claims.ofId(id);
      if (claim !== undefined) return claim.stored ? [{ id, home: claim.home }] : [];
      const home = this.#ids.find(id);
      return home === undefined ? [] : [{ id, home }];
    });
  }

  #confirm(claim: Claim): void {
    this.ctx.storage.transactionSync(() => {
      this.#claims.confirm(claim);
      this.#links.confirm(claim.claim);
      this.#gather();
    });
  }

  #release(claim: Claim): void {
    this.ctx.storage.transactionSync(() => {
      this.#claims.remove(claim);
      this.#links.remove(claim.claim);
    });
  }

  #gather(): void {
    const stored = this.#claims.stored();
    if (stored.reduce((sum, { ids }) => sum + ids.length, 0) < GATHER_IDS) return;
    this.#ids.add(stored);
    for (const claim of stored) this.#claims.remove(claim);
  }

  async #wake(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(Date.now() + SETTLE_AFTER_MILLIS + 100);
  }
}
