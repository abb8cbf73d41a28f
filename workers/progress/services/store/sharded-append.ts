import { v7 } from 'uuid';
import { type Problem, problem } from '../../../../domain/kernel/problem.ts';
import { type Conflict, MAX_SHOWN_CONFLICTS, statementConflict } from '../../../../domain/statement/append.ts';
import { sameStatement } from '../../../../domain/statement/compare.ts';
import type { Definition } from '../../../../domain/statement/definitions.ts';
import { type Placement, packBatch } from '../../../../domain/statement/pack.ts';
import type { Prepared } from '../../../../domain/statement/prepare.ts';
import { homeOf, logName } from '../../../../domain/statement/shards/layout.ts';
import type { Statement, StoredStatement } from '../../../../domain/statement/types.ts';
import type { AppendAnswer, LogIdentity } from '../../../../durable-objects/statement-log/index.ts';
import { Chains } from './chains.ts';
import { type Claimed, claimBatch } from './claims.ts';
import { sixAtOnce } from './six.ts';
import type { StatementStore } from './store.ts';

/** How often a batch comes again while another one that touches the same statements is being stored: some three seconds. */
const TRIES = 60;
const PAUSE_MILLIS = 50;

export interface ShardedRequest {
  readonly identity: LogIdentity;
  readonly prepared: readonly Prepared[];
  readonly definitions: readonly Definition[];
  readonly place: (statement: Prepared) => Placement;
}

type Answer = Exclude<AppendAnswer, { readonly layout: unknown }>;

/**
 * [SHD-7] Stores a batch whole in one of several logs, or refuses it whole. Ids and references are claimed first, so that
 * no other log holds one of the ids and whoever refers to them, or is referred to, is known.
 */
export async function appendSharded(store: StatementStore, request: ShardedRequest): Promise<Answer> {
  for (let tried = 0; tried < TRIES; tried++) {
    const claim = v7();
    const home = homeOf(store.layout(), claim);
    const defines = request.definitions.length > 0;
    const claimed = await claimBatch(store, request.prepared, { claim, home, defines });
    if (claimed !== undefined) return appendClaimed(store, request, claimed);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS * (0.5 + Math.random())));
  }
  const detail = 'Another request is storing one of these statements, or one that refers to them.';
  return { problem: problem('too_many_requests', detail) };
}

/** When this throws nobody knows what became of the batch: the claims are settled by their slots. */
async function appendClaimed(store: StatementStore, request: ShardedRequest, claimed: Claimed): Promise<Answer> {
  const compared = await compareStored(store, request.prepared, claimed);
  const fresh = request.prepared.filter(({ id }) => !claimed.places.has(id));
  if ('problem' in compared || fresh.length === 0) {
    await claimed.release();
    return 'problem' in compared ? compared : { stored: compared.stored, added: 0, full: false };
  }
  const chains = new Chains(store, fresh, claimed.places);
  await chains.follow();
  const answer = await store.log(claimed.home).append(batchOf(store, request, { fresh, claimed, chains }));
  if ('layout' in answer) throw new Error('a claimed batch was taken for one without a claim');
  if ('problem' in answer) {
    await claimed.release();
    return answer;
  }
  // Before the claims are confirmed: when this fails their slots see to it.
  if (request.definitions.length > 0) await store.founding.learn(request.definitions);
  await claimed.confirm();
  for (const gained of await chains.followOn()) {
    await store.log(claimed.home).hear({ kind: 'gained', log: claimed.home, ...gained });
  }
  if (answer.full) store.layout(await store.founding.full(claimed.home));
  return answer;
}

function batchOf(
  store: StatementStore,
  { identity, place }: ShardedRequest,
  { fresh, claimed, chains }: { fresh: readonly Prepared[]; claimed: Claimed; chains: Chains },
) {
  const ids = new Set(fresh.map(({ id }) => id));
  const waiting = claimed.waiting.filter(({ target }) => ids.has(target));
  const voids = fresh.flatMap(({ id, voids }) => (voids === null ? [] : [{ target: voids, by: id }]));
  return {
    identity: { ...identity, log: logName(store.tenant, claimed.home) },
    batch: packBatch(fresh, place),
    sharded: {
      claim: claimed.claim,
      elsewhere: chains.elsewhere(),
      voided: waiting.filter((link) => link.voids).map(({ target, by }) => ({ target, by })),
      tells: [
        ...voids.flatMap(({ target, by }) => {
          const log = chains.placeOf(target);
          return log === undefined || log === claimed.home ? [] : [{ kind: 'voided', log, target, by } as const];
        }),
        ...waiting.map(
          ({ target, by, home }) =>
            ({ kind: 'gained', log: home, id: by, terms: chains.termsThrough(target) }) as const,
        ),
      ],
    },
  };
}

/** [LOG-1] [LOG-2] for what other logs hold: the newest `stored` of it, or the refusal. */
async function compareStored(
  store: StatementStore,
  prepared: readonly Prepared[],
  { places }: Claimed,
): Promise<{ readonly stored: string } | { readonly problem: Problem }> {
  const sent = new Map(prepared.map((one) => [one.id, one]));
  const byLog = Map.groupBy(
    [...places].filter(([id]) => sent.has(id)),
    ([, home]) => home,
  );
  const ids: string[] = [];
  const conflicts: Conflict[] = [];
  let newest = '';
  await sixAtOnce([...byLog], async ([log, list]) => {
    for await (const { id, text } of store.texts(
      log,
      list.map(([one]) => one),
    )) {
      const stored = JSON.parse(text) as StoredStatement;
      const conflict = { stored, sent: JSON.parse(sent.get(id)!.text) as Statement };
      if (stored.stored > newest) newest = stored.stored;
      if (sameStatement(stored, conflict.sent)) continue;
      ids.push(id);
      // Only what is shown is held: what is stored may be far larger than what was sent.
      if (conflicts.length < MAX_SHOWN_CONFLICTS) conflicts.push(conflict);
    }
  });
  return ids.length > 0 ? { problem: statementConflict(ids, conflicts) } : { stored: newest };
}
