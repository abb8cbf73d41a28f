import type { Problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { learnerOf, partitionOf } from '../../../domain/projection/learner.ts';
import { packReading } from '../../../domain/projection/packed.ts';
import type { Conflict } from '../../../domain/statement/append.ts';
import { hasAttachments } from '../../../domain/statement/attachments.ts';
import { definitionsOf } from '../../../domain/statement/definitions.ts';
import type { Part } from '../../../domain/statement/multipart.ts';
import { type Placement, packBatch } from '../../../domain/statement/pack.ts';
import { type Prepared, prepareStatements } from '../../../domain/statement/prepare.ts';
import type { Actor, StoredStatement, XapiVersion } from '../../../domain/statement/types.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { withAttachments } from './attachments.ts';
import { logIdentity } from './bindings.ts';
import { appendSharded, type ShardedRequest } from './store/sharded-append.ts';
import { StatementStore } from './store/store.ts';

export interface Appended {
  /** In the order of the request. */
  readonly ids: readonly string[];
  readonly stored: string;
  /** How many of them were not there before. */
  readonly added: number;
}

/** What a request brings: JSON that nobody has looked at, and the parts that follow it. */
export interface Submission {
  readonly input: unknown;
  /** By which version it is checked; 1.0.3 when not told. */
  readonly version?: XapiVersion;
  readonly parts?: AsyncIterable<Part>;
  /** Whether a conflict may show what is stored; nothing is shown when not told. */
  readonly maySee?: (stored: StoredStatement) => boolean;
  /** Whether what it says of activities counts (the scope `define`). */
  readonly define: boolean;
}

/** Checks statements and appends them with their attachments to the tenant's log, whole or not at all. */
export async function appendStatements(
  env: ProgressEnv,
  tenant: TenantRecord,
  authority: Actor,
  { input, version = '1.0.3', parts, define, maySee = () => false }: Submission,
): Promise<Result<Appended, Problem>> {
  const prepared = prepareStatements(input, { authority, version, newId: () => crypto.randomUUID() });
  if (!prepared.ok) return prepared;
  if (parts === undefined && !prepared.value.some(({ statement }) => hasAttachments(statement))) {
    return appendPrepared(env, tenant, prepared.value, { define, maySee });
  }
  const statements = prepared.value.map(({ statement }, i) => ({
    statement,
    path: Array.isArray(input) ? `$[${i}]` : '$',
  }));
  return withAttachments(env, tenant, { statements, version, ...(parts === undefined ? {} : { parts }) }, () =>
    appendPrepared(env, tenant, prepared.value, { define, maySee }),
  );
}

/** Appends statements that have been checked, whole or not at all; the contents of their attachments are there. */
export async function appendPrepared(
  env: ProgressEnv,
  tenant: TenantRecord,
  prepared: readonly Prepared[],
  { define, maySee }: { define: boolean; maySee: (stored: StoredStatement) => boolean },
): Promise<Result<Appended, Problem>> {
  const place = ({ statement }: Prepared): Placement => ({
    partition: partitionOf(tenant.id, learnerOf(statement.actor, tenant)),
    reading: packReading(statement, tenant),
  });
  const definitions = define ? definitionsOf(prepared) : [];
  const request = { identity: logIdentity(tenant), prepared, definitions, place };
  const answer = await appendTo(new StatementStore(env, tenant.id), request);
  if ('problem' in answer) return err(withVisible(answer.problem, maySee));
  const { stored, added } = answer;
  return ok({ ids: prepared.map(({ statement }) => statement.id), stored, added });
}

/** With one log the batch goes straight to it; that log says when there are more. */
async function appendTo(store: StatementStore, request: ShardedRequest) {
  if (store.layout().logs === 1) {
    const { identity, prepared, definitions, place } = request;
    const answer = await store.founding.append({ identity, batch: packBatch(prepared, place), definitions });
    if ('problem' in answer) return answer;
    if (!('layout' in answer)) {
      if (answer.full) store.layout(await store.founding.full(0));
      return answer;
    }
    store.layout(answer.layout);
  }
  return appendSharded(store, request);
}

/** [XAPI-17] A conflict shows only what the credential could read anyway. */
function withVisible(refusal: Problem, maySee: (stored: StoredStatement) => boolean): Problem {
  const conflicts = refusal.extra?.conflicts as readonly Conflict[] | undefined;
  if (conflicts === undefined) return refusal;
  return { ...refusal, extra: { ...refusal.extra, conflicts: conflicts.filter(({ stored }) => maySee(stored)) } };
}
