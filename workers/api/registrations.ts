import { v7 } from 'uuid';
import type { TenantContent } from '../../d1/content/db.ts';
import { LearnerReader } from '../../d1/content/learners.ts';
import { PackageReader } from '../../d1/content/packages.ts';
import { RegistrationReader, RegistrationWriter } from '../../d1/content/registrations.ts';
import { makeId, parseId } from '../../domain/kernel/ids.ts';
import { problem } from '../../domain/kernel/problem.ts';
import { playable } from '../../domain/package/playable.ts';
import { decodeCursor, encodeCursor, PAGE_MAX } from '../shared/pages.ts';
import type { ApiRpc, Refused, RegistrationRecord, RegistrationSummary, TenantRecord } from '../shared/rpc.ts';
import { revoked } from './packages/revoked.ts';

type OpenInput = Parameters<ApiRpc['openRegistration']>[0];
type ListInput = Parameters<ApiRpc['listRegistrations']>[0];

/** Finds or makes the learner of the account and their registration, if the package can be played. */
export async function openRegistration(
  content: TenantContent,
  tenant: TenantRecord,
  { packageId, learner, restart }: OpenInput,
): Promise<RegistrationRecord | Refused> {
  const found = await new PackageReader(content).byId(packageId);
  if (found === undefined) return { problem: problem('not_found', 'There is no package with this id.', 'packageId') };
  if (found.state === 'revoked') return { problem: revoked(found) };
  if (found.state !== 'built') {
    return { problem: problem('package_not_playable', `The package is ${found.state}.`, 'packageId') };
  }
  const can = playable(found);
  if (!can.ok) return { problem: problem('format_not_playable', can.reason, 'packageId') };
  const newRegistration = crypto.randomUUID();
  const row = await new RegistrationWriter(content).open({
    account: learner.account,
    name: learner.name,
    packageId,
    restart,
    newRegistration,
    newLearner: (await ownLearner(content, tenant, learner.account)) ?? makeId(tenant.id, 'lrn', v7()),
    now: new Date().toISOString(),
  });
  return { ...row, tenant: tenant.id, created: row.registration === newRegistration };
}

/** Lectern's own account of a learner (the tenant's home page and the learner's id) means that learner. */
export async function ownLearner(
  content: TenantContent,
  tenant: TenantRecord,
  account: OpenInput['learner']['account'],
): Promise<string | undefined> {
  if (account.homePage !== tenant.homePage || !parseId(account.name, 'lrn').ok) return undefined;
  return (await new LearnerReader(content).byId(account.name))?.id;
}

/** Registrations of a tenant, newest first. */
export async function listRegistrations(
  content: TenantContent,
  { learnerId, packageId, cursor, limit }: ListInput,
): Promise<{ items: RegistrationSummary[]; next: string | null } | Refused> {
  const key = cursor === undefined ? undefined : decodeCursor(cursor, 'ss');
  if (key?.ok === false) return { problem: key.error };
  const after = key && { createdAt: key.value[0] as string, id: key.value[1] as string };
  const size = Math.min(limit, PAGE_MAX);
  const rows = await new RegistrationReader(content).list({ limit: size + 1, after }, { learnerId, packageId });
  const items = rows.slice(0, size).map((row) => ({ ...row, tenant: content.tenant }));
  const last = rows.length > size ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : encodeCursor([last.createdAt, last.registration]) };
}
