// The SQL that makes a tenant with its first credentials. Pure: whoever calls it runs the SQL and keeps the secrets.
import { createHash, randomBytes } from 'node:crypto';

/** Lower-case Crockford base32, as `domain/kernel/ids.ts` writes ids. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id of the kind `key`: `<tenant>-key-<26 characters>`, derived from `seed` so that seeding twice names it once. */
function credentialId(tenant, seed) {
  let bits = BigInt(`0x${createHash('sha256').update(`${tenant}/${seed}`).digest('hex').slice(0, 32)}`);
  let out = '';
  for (let i = 0; i < 26; i++) {
    out = ALPHABET[Number(bits & 31n)] + out;
    bits >>= 5n;
  }
  return `${tenant}-key-${out}`;
}

const newSecret = () => randomBytes(32).toString('base64url');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** `INSERT` that puts the same secret in force again when the row is there: the caller's copy of it is the one that counts. */
function credentialSql({ tenant, id, scheme, name, secret, scopes, at }) {
  const values = [tenant, id, scheme, name, sha256(secret), JSON.stringify(scopes), at].map(quoted).join(', ');
  return (
    `INSERT INTO credentials (tenant, id, scheme, name, secret_sha256, scopes, created_at) VALUES (${values}) ` +
    'ON CONFLICT (tenant, id) DO UPDATE SET secret_sha256 = excluded.secret_sha256, revoked_at = NULL;'
  );
}

/**
 * What to run on `directory` and on `content-<region>` for a tenant, an operator token and one xAPI client. Secrets
 * that are given (those of an earlier seeding) are kept, others are made. Running the SQL again changes nothing else.
 *
 * @param {{tenant: string, name: string, region: 'eu' | 'us', homePage?: string, operatorToken?: string,
 *   xapiKey?: string, xapiSecret?: string, now?: Date}} input
 * @returns {{directorySql: string, contentSql: string, operatorToken: string, xapi: {key: string, secret: string}}}
 */
export function tenantSeed(input) {
  const { tenant, name, region } = input;
  const at = (input.now ?? new Date()).toISOString();
  const homePage = input.homePage ?? `https://lectern.localhost/tenants/${tenant}`;
  const operatorToken = input.operatorToken ?? `${credentialId(tenant, 'operator')}.${newSecret()}`;
  const [operatorId, operatorSecret] = operatorToken.split('.');
  const key = input.xapiKey ?? credentialId(tenant, 'xapi');
  const secret = input.xapiSecret ?? newSecret();
  const tenantValues = [tenant, name, region, homePage, at].map(quoted).join(', ');
  const operator = { id: operatorId, scheme: 'bearer', name: 'Operator', secret: operatorSecret, scopes: ['operator'] };
  const xapi = { id: key, scheme: 'basic', name: 'xAPI client', secret, scopes: ['all'] };
  return {
    directorySql: `INSERT OR IGNORE INTO tenants (id, name, region, home_page, created_at) VALUES (${tenantValues});`,
    contentSql: [operator, xapi].map((c) => credentialSql({ tenant, at, ...c })).join('\n'),
    operatorToken,
    xapi: { key, secret },
  };
}
