import { waitUntil } from 'cloudflare:workers';
import { IssuerReader, type IssuerRow, tenantDirectory } from '../../../d1/directory/issuers.ts';
import { IssuerWriter } from '../../../d1/directory/issuers-writer.ts';
import { keyAge, triedBefore } from '../../../domain/access/key-age.ts';
import { fetchKeySet } from './key-sets.ts';

/** A token whose key somebody else is fetching waits in steps, a little longer in all than a fetch may take. */
const WAITS_MS = [0, 200, 400, 800, 1600, 3000];

/** The row of an issuer whose keys may verify something now; undefined when they are too old and cannot be read. */
export async function withUsableKeys(env: ApiEnv, row: IssuerRow, now: number): Promise<IssuerRow | undefined> {
  if (row.jwksUrl === null) return row;
  switch (keyAge({ readAt: Date.parse(row.keysReadAt), now })) {
    case 'fresh':
      return row;
    case 'stale':
      waitUntil(readAgain(env, row, now));
      return row;
    case 'expired':
      return withNewKeys(env, row, now);
  }
}

/**
 * [JWT-8] The row after its keys have been read again, by us or by whoever does so at this moment; undefined when that
 * brought nothing new. One reads, at most every 30 seconds: the claim lies in the row, so this holds everywhere.
 */
export async function withNewKeys(env: ApiEnv, row: IssuerRow, now: number): Promise<IssuerRow | undefined> {
  if (row.jwksUrl === null) return undefined;
  await readAgain(env, row, now);
  const reader = new IssuerReader(tenantDirectory(env.DIRECTORY, row.tenant));
  for (const ms of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const after = await reader.byId(row.id);
    if (after === undefined || after.keysReadAt > row.keysReadAt) return after;
    if (!isBeingRead(after)) return undefined;
  }
  return undefined;
}

/** Reads the keys if it is time and nobody else does; what came of it stands in the row. */
async function readAgain(env: ApiEnv, { id, tenant, jwksUrl, keysTriedAt }: IssuerRow, now: number): Promise<void> {
  const before = new Date(triedBefore(now)).toISOString();
  if (jwksUrl === null || keysTriedAt > before) return;
  const writer = new IssuerWriter(tenantDirectory(env.DIRECTORY, tenant));
  if (!(await writer.claimKeys(id, new Date(now).toISOString(), before))) return;
  const keys = await fetchKeySet(jwksUrl);
  const outcome = keys.ok
    ? { jwks: keys.value, keysReadAt: new Date(Date.now()).toISOString() }
    : { keysError: keys.error };
  await writer.endKeys({ id, jwksUrl }, outcome);
}

/** A claim whose outcome is not there yet, and that is not so old that whoever made it must have died. */
const isBeingRead = ({ keysTriedAt, keysReadAt, keysError }: IssuerRow): boolean =>
  keysTriedAt > keysReadAt && keysError === null && Date.parse(keysTriedAt) > triedBefore(Date.now());
