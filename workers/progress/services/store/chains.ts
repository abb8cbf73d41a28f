import type { Prepared } from '../../../../domain/statement/prepare.ts';
import { type Essence, essenceOf, MAX_REFERENCES, termsBeyond } from '../../../../domain/statement/references.ts';
import { slotOf } from '../../../../domain/statement/shards/layout.ts';
import type { Elsewhere } from '../../../../domain/statement/shards/sharded-batch.ts';
import type { StoredStatement } from '../../../../domain/statement/types.ts';
import { sixAtOnce } from './six.ts';
import type { StatementStore } from './store.ts';

/** [REF-2] What the statements of a batch lead to, across logs. */
export class Chains {
  readonly #store: StatementStore;
  readonly #batch: ReadonlyMap<string, Essence>;
  readonly #stored = new Map<string, Essence>();
  readonly #places: Map<string, number>;

  /** `places`: where stored statements are, as far as it is known. */
  constructor(store: StatementStore, batch: readonly Prepared[], places: ReadonlyMap<string, number>) {
    this.#store = store;
    this.#batch = new Map(batch.map(({ id, terms, refers }) => [id, { terms, refers }]));
    this.#places = new Map(places);
  }

  /** Reads every stored statement that the batch leads to, step by step. */
  async follow(): Promise<void> {
    await this.#followFrom(this.#unread([...this.#batch.values()]));
  }

  /**
   * [REF-3] For when the batch is stored and its claims are confirmed. What a statement of the batch leads to through
   * others may have come meanwhile, while nobody could know that the batch refers to these: tells what it gains by that.
   */
  async followOn(): Promise<{ readonly id: string; readonly terms: readonly number[] }[]> {
    const known = this.#stored.size;
    await this.#followFrom(this.#unread([...this.#stored.values()]));
    if (this.#stored.size === known) return [];
    const referring = [...this.#batch].filter(([, { refers }]) => refers !== null);
    return referring.map(([id]) => ({ id, terms: this.#beyond(id) })).filter(({ terms }) => terms.length > 0);
  }

  elsewhere(): Elsewhere[] {
    return [...this.#stored].map(([id, { terms, refers }]) => ({ id, terms: Array.from(terms), refers }));
  }

  /** The log of a stored statement that the batch refers to. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  /** Every term by which a statement of the batch is found. */
  termsThrough(id: string): number[] {
    return [...Array.from(this.#batch.get(id)!.terms), ...this.#beyond(id)];
  }

  #beyond(id: string): number[] {
    return termsBeyond(id, (one) => this.#batch.get(one) ?? this.#stored.get(one));
  }

  async #followFrom(targets: readonly string[]): Promise<void> {
    let wanted = targets;
    for (let steps = 0; wanted.length > 0 && steps < MAX_REFERENCES; steps++) {
      wanted = this.#unread(await this.#read(wanted));
    }
  }

  #unread(essences: readonly Essence[]): string[] {
    const targets = essences.flatMap(({ refers }) => refers ?? []);
    return [...new Set(targets)].filter((id) => !this.#batch.has(id) && !this.#stored.has(id));
  }

  async #read(ids: readonly string[]): Promise<Essence[]> {
    await this.#locate(ids.filter((id) => !this.#places.has(id)));
    const located = ids.filter((id) => this.#places.has(id));
    const byLog = Map.groupBy(located, (id) => this.#places.get(id)!);
    const found: Essence[] = [];
    await sixAtOnce([...byLog], async ([log, list]) => {
      for await (const { id, text } of this.#store.texts(log, list)) {
        const essence = essenceOf(JSON.parse(text) as StoredStatement);
        this.#stored.set(id, essence);
        found.push(essence);
      }
    });
    return found;
  }

  /** The slots know most; what is older is in the founding log. */
  async #locate(ids: readonly string[]): Promise<void> {
    const bySlot = Map.groupBy(ids, slotOf);
    const places = await sixAtOnce([...bySlot], ([slot, list]) => this.#store.slot(slot).find(list));
    for (const { id, home } of places.flat()) this.#places.set(id, home);
    const rest = ids.filter((id) => !this.#places.has(id));
    if (rest.length === 0) return;
    for (const id of (await this.#store.founding.founded(rest)).stored) this.#places.set(id, 0);
  }
}
