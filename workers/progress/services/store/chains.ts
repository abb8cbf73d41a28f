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
    let wanted = this.#unread([...this.#batch.values()]);
    for (let steps = 0; wanted.length > 0 && steps < MAX_REFERENCES; steps++) {
      const found = await this.#read(wanted);
      wanted = this.#unread(found);
    }
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
    const lookup = (one: string) => this.#batch.get(one) ?? this.#stored.get(one);
    return [...Array.from(this.#batch.get(id)!.terms), ...termsBeyond(id, lookup)];
  }

  #unread(essences: readonly Essence[]): string[] {
    const targets = essences.flatMap(({ refers }) => refers ?? []);
    return [...new Set(targets)].filter((id) => !this.#batch.has(id) && !this.#stored.has(id));
  }

  async #read(ids: readonly string[]): Promise<Essence[]> {
    await this.#locate(ids.filter((id) => !this.#places.has(id)));
    const located = ids.filter((id) => this.#places.has(id));
    const byLog = Map.groupBy(located, (id) => this.#places.get(id)!);
    const texts = await sixAtOnce([...byLog], ([log, list]) => this.#store.log(log).texts(list));
    return texts.flat().map(({ id, text }) => {
      const essence = essenceOf(JSON.parse(text) as StoredStatement);
      this.#stored.set(id, essence);
      return essence;
    });
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
