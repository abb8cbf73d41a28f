import { DurableObject } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { makeId } from '../../domain/kernel/ids.ts';

/** HMAC-SHA-256 gains nothing from a key longer than its output (RFC 2104, 3). */
const SECRET_BYTES = 32;

export interface SigningKey {
  /** `<tenant>-key-…`: a token names the key that signed it. */
  readonly kid: string;
  readonly secret: Uint8Array;
}

/** The signing keys of one tenant, named by the tenant. The first key is made when it is first asked for. */
export class TenantKeys extends DurableObject {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS signing_keys (kid TEXT PRIMARY KEY, secret BLOB NOT NULL, created_at TEXT NOT NULL)',
    );
  }

  /** Keys in force: the first signs, all verify. The newest comes first; a key id is a UUID of version 7, which sorts. */
  signingKeys(tenant: string): { keys: SigningKey[] } {
    const known = this.#read();
    if (known.length > 0) return { keys: known };
    this.ctx.storage.sql.exec(
      'INSERT INTO signing_keys (kid, secret, created_at) VALUES (?, ?, ?)',
      makeId(tenant, 'key', v7()),
      crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).buffer,
      new Date().toISOString(),
    );
    return { keys: this.#read() };
  }

  #read(): SigningKey[] {
    return this.ctx.storage.sql
      .exec<{ kid: string; secret: ArrayBuffer }>('SELECT kid, secret FROM signing_keys ORDER BY kid DESC')
      .toArray()
      .map(({ kid, secret }) => ({ kid, secret: new Uint8Array(secret) }));
  }
}
