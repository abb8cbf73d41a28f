import type { Prepared } from '../../../../domain/statement/prepare.ts';
import { slotOf } from '../../../../domain/statement/shards/layout.ts';
import type { ClaimRequest, Link, Waiting } from '../../../../durable-objects/id-slot/index.ts';
import { sixAtOnce } from './six.ts';
import type { StatementStore } from './store.ts';

/** A batch whose new ids are nobody else's until it is confirmed or released. */
export interface Claimed {
  readonly claim: string;
  readonly home: number;
  /** Ids of the batch, and targets of its references, that are stored: by id the number of the log. */
  readonly places: ReadonlyMap<string, number>;
  /** Stored statements that refer to ids of the batch. */
  readonly waiting: readonly Waiting[];
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/**
 * [SHD-7] Claims the ids and references of a batch in their slots. Undefined when another batch has one of them: then
 * nothing is claimed. What is older than the slots is in the founding log, which is asked first; it cannot become more,
 * because that log has refused unclaimed batches since there are slots.
 */
export async function claimBatch(
  store: StatementStore,
  prepared: readonly Prepared[],
  { claim, home, defines }: Pick<ClaimRequest, 'claim' | 'home' | 'defines'>,
): Promise<Claimed | undefined> {
  const founded = await store.founding.founded(
    prepared.flatMap(({ id, refers }) => (refers === null ? [id] : [id, refers])),
  );
  const places = new Map(founded.stored.map((id) => [id, 0]));
  const requests = [...bySlot(prepared.filter(({ id }) => !places.has(id)))];
  const answers = await sixAtOnce(requests, async ([slot, part]) => ({
    slot,
    answer: await store.slot(slot).claim(store.tenant, { claim, home, defines, ...part }),
  }));
  const slots = answers.filter(({ answer }) => !answer.busy).map(({ slot }) => slot);
  const release = () => each(slots, (slot) => store.slot(slot).release(claim));
  if (slots.length < answers.length) {
    await release();
    return undefined;
  }
  const waiting = new Map(founded.waiting.map((link): [string, Waiting] => [link.by, { ...link, home: 0 }]));
  for (const { answer } of answers) {
    if (answer.busy) continue;
    for (const { id, home: at } of [...answer.stored, ...answer.targets]) places.set(id, at);
    for (const link of answer.waiting) waiting.set(link.by, link);
  }
  const confirm = () => each(slots, (slot) => store.slot(slot).confirm(claim));
  return { claim, home, places, waiting: [...waiting.values()], confirm, release };
}

async function each(slots: readonly number[], work: (slot: number) => Promise<void>): Promise<void> {
  await sixAtOnce(slots, work);
}

type Part = Pick<ClaimRequest, 'ids' | 'links'>;

function bySlot(prepared: readonly Prepared[]): Map<number, Part> {
  const parts = new Map<number, { ids: string[]; links: Link[] }>();
  const partOf = (id: string) => {
    const slot = slotOf(id);
    const part = parts.get(slot) ?? { ids: [], links: [] };
    parts.set(slot, part);
    return part;
  };
  for (const { id, refers, voids } of prepared) {
    partOf(id).ids.push(id);
    if (refers !== null) partOf(refers).links.push({ target: refers, by: id, voids: voids !== null });
  }
  return parts;
}
