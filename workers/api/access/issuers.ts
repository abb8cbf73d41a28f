import { v7 } from 'uuid';
import { type IssuerRow, tenantDirectory } from '../../../d1/directory/issuers.ts';
import { type IssuerChange, IssuerWriter } from '../../../d1/directory/issuers-writer.ts';
import type { Grants } from '../../../domain/access/grants.ts';
import { isLoopback, issuerAddress, keyAddress } from '../../../domain/access/key-address.ts';
import type { KeySet } from '../../../domain/access/key-set.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { discoverKeys, fetchKeySet, usableKeys } from './key-sets.ts';

/** Where the keys come from: given, at a URL, or (neither) where the issuer's metadata says. */
export interface KeySource {
  readonly jwks?: unknown;
  readonly jwksUrl?: string | undefined;
}

export interface Registration extends KeySource {
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly grants: Grants;
}

/** [JWT-4] Registers an issuer; its keys are read first, so that a mistake shows now and not with the first token. */
export async function registerIssuer(
  env: ApiEnv,
  tenant: string,
  { name, issuer, audience, grants, ...source }: Registration,
): Promise<Result<IssuerRow, Problem>> {
  const address = issuerAddress(issuer, isDevelopment(env));
  if (!address.ok) return err(problem('bad_request', address.error, 'json.issuer'));
  const keys = await keysOf(env, issuer, source);
  if (!keys.ok) return keys;
  const id = makeId(tenant, 'iss', v7());
  const createdAt = new Date().toISOString();
  const writer = new IssuerWriter(tenantDirectory(env.DIRECTORY, tenant));
  const row = await writer.register({ id, name, issuer, audience, grants, ...keys.value, createdAt });
  if (row !== undefined) return ok(row);
  return err(
    problem('issuer_taken', `${issuer} is registered with the audience ${audience} already.`, 'json.audience'),
  );
}

/** [JWT-5] Changes what may change; a key source that is given is read at once. */
export async function changeIssuer(
  env: ApiEnv,
  row: IssuerRow,
  { jwks, jwksUrl, name, grants }: KeySource & { name?: string | undefined; grants?: Grants | undefined },
): Promise<Result<IssuerRow, Problem>> {
  if (row.revokedAt !== null) return err(WITHDRAWN);
  const change: IssuerChange = { ...(name !== undefined && { name }), ...(grants !== undefined && { grants }) };
  if (jwks !== undefined || jwksUrl !== undefined) {
    const read = await keysOf(env, row.issuer, { jwks, jwksUrl });
    if (!read.ok) return read;
    const now = new Date().toISOString();
    Object.assign(change, read.value, { keysReadAt: now, keysTriedAt: now, keysError: null });
  }
  if (Object.keys(change).length === 0) return ok(row);
  const changed = await new IssuerWriter(tenantDirectory(env.DIRECTORY, row.tenant)).change(row.id, change);
  return changed === undefined ? err(WITHDRAWN) : ok(changed);
}

const WITHDRAWN = problem('credential_withdrawn', 'This issuer is withdrawn, so nothing of it can be changed.');

async function keysOf(
  env: ApiEnv,
  issuer: string,
  { jwks, jwksUrl }: KeySource,
): Promise<Result<{ jwksUrl: string | null; jwks: KeySet }, Problem>> {
  if (jwks !== undefined) {
    const given = await usableKeys(jwks);
    return given.ok ? ok({ jwksUrl: null, jwks: given.value }) : unreadable(given.error, 'json.jwks');
  }
  const loopback = isDevelopment(env);
  const where = jwksUrl === undefined ? 'json.issuer' : 'json.jwksUrl';
  const url = jwksUrl === undefined ? await discoverKeys(issuer, loopback) : keyAddress(jwksUrl, loopback);
  if (!url.ok) return unreadable(url.error, where);
  const read = await fetchKeySet(url.value);
  return read.ok ? ok({ jwksUrl: url.value, jwks: read.value }) : unreadable(read.error, where);
}

const unreadable = (why: string, where: string) => err(problem('issuer_keys_unreadable', why, where));

/** A shell that only this machine can reach is one for development. */
const isDevelopment = ({ SHELL_HOST }: ApiEnv): boolean => isLoopback(SHELL_HOST);
