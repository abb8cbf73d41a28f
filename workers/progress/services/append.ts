import type { Problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { learnerOf, partitionOf } from '../../../domain/projection/learner.ts';
import { prepareStatements } from '../../../domain/statement/prepare.ts';
import type { Actor } from '../../../domain/statement/types.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { logIdentity, logOf } from './bindings.ts';

export interface Appended {
  /** In the order of the request. */
  readonly ids: readonly string[];
  readonly stored: string;
}

/** Whom statements are attributed to: the credential, as an account of the tenant. */
export const authorityOf = (tenant: TenantRecord, credential: { id: string; name: string }): Actor => ({
  objectType: 'Agent',
  name: credential.name,
  account: { homePage: tenant.homePage, name: credential.id },
});

/** Checks statements and appends them to the tenant's log, whole or not at all. */
export async function appendStatements(
  env: ProgressEnv,
  tenant: TenantRecord,
  authority: Actor,
  input: unknown,
): Promise<Result<Appended, Problem>> {
  const prepared = prepareStatements(input, { authority, newId: () => crypto.randomUUID() });
  if (!prepared.ok) return prepared;
  const statements = prepared.value.map(({ statement, ...rest }) => ({
    ...rest,
    partition: partitionOf(tenant.id, learnerOf(statement.actor, tenant)),
  }));
  const identity = logIdentity(tenant);
  const answer = await logOf(env, identity.log).append({ identity, statements });
  if ('problem' in answer) return err(answer.problem);
  return ok({ ids: prepared.value.map(({ statement }) => statement.id!), stored: answer.stored });
}
