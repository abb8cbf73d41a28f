import { type ApiRpc, rpcOf, type SigningKeys } from '../shared/rpc.ts';

/** How long a Worker goes on with a tenant's keys: a withdrawn key signs and verifies nothing after this time. */
export const KEYS_SECONDS = 30;
/** Tenants whose keys are remembered per isolate; beyond it the oldest go. */
export const KEYS_TENANTS = 1024;

/** The signing keys of tenants, asked of the api and remembered for `KEYS_SECONDS`. */
export class KeyCache {
  readonly #entries = new Map<string, { keys: SigningKeys; until: number }>();

  /** `now` in milliseconds. */
  async of(api: Pick<ApiRpc, 'signingKeys'>, tenant: string, now: number): Promise<SigningKeys> {
    const known = this.#entries.get(tenant);
    if (known !== undefined && known.until > now) return known.keys;
    // The answer is remembered and not the question: a promise belongs to the request that made it.
    const keys = await api.signingKeys(tenant);
    this.#entries.delete(tenant);
    if (this.#entries.size >= KEYS_TENANTS) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(tenant, { keys, until: now + KEYS_SECONDS * 1000 });
    return keys;
  }
}

const cache = new KeyCache();

/** Keys of `tenant`, first the one that signs. */
export const signingKeysOf = (env: Pick<DeliveryEnv, 'API'>, tenant: string): Promise<SigningKeys> =>
  cache.of(rpcOf<ApiRpc>(env.API), tenant, Date.now());
