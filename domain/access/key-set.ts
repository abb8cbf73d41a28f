import { err, ok, type Result } from '../kernel/result.ts';

/** What signs a token that is accepted: no `none`, and no shared secret, which every verifier could sign with. */
export const TOKEN_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const;

/** Issuers publish two to ten keys, the largest a few more while they change them. */
const MAX_KEYS = 32;

/** A public key (RFC 7517): the members that verifying needs, and nothing else. */
export type PublicKey = Readonly<Record<string, string>> & { readonly kty: 'RSA' | 'EC' | 'OKP' };

export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** The curve of a usable key and its members, by key type: RFC 7518 6.2 and 6.3, RFC 8037 2. */
const KINDS: Readonly<Record<string, { readonly curve?: string; readonly members: readonly string[] }>> = {
  RSA: { members: ['n', 'e'] },
  EC: { curve: 'P-256', members: ['x', 'y'] },
  OKP: { curve: 'Ed25519', members: ['x'] },
};
/** Members of a private key, and `k`, a shared one. */
const SECRETS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** [ACC-8] [ACC-9] The usable keys of a JWK Set, or what is wrong with it. */
export function readKeySet(json: unknown): Result<KeySet, string> {
  const keys = (json as { keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys)) return err('This is no JWK Set: it has no list `keys`.');
  if (keys.length > MAX_KEYS) return err(`The JWK Set has more than ${MAX_KEYS} keys.`);
  const members = keys.filter((key) => typeof key === 'object' && key !== null) as Record<string, unknown>[];
  if (members.some((key) => SECRETS.some((name) => key[name] !== undefined))) {
    return err('The JWK Set holds a private or shared key. Replace that key, and publish public keys only.');
  }
  const usable = members.map(publicKey).filter((key) => key !== undefined);
  return usable.length === 0 ? err('The JWK Set has no key for RS256, PS256, ES256 or EdDSA.') : ok({ keys: usable });
}

function publicKey(key: Record<string, unknown>): PublicKey | undefined {
  const text = (name: string): string | undefined => {
    const value = key[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const kty = text('kty') ?? '';
  const kind = Object.hasOwn(KINDS, kty) ? KINDS[kty]! : undefined;
  if (kind === undefined || text('crv') !== kind.curve) return undefined;
  if (key.use !== undefined && key.use !== 'sig') return undefined;
  if (key.alg !== undefined && !(TOKEN_ALGORITHMS as readonly unknown[]).includes(key.alg)) return undefined;
  if (kind.members.some((name) => text(name) === undefined)) return undefined;
  const kept = ['kty', 'crv', 'kid', 'alg', ...kind.members].flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(kept) as PublicKey;
}
