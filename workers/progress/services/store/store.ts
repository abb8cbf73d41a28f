import type { ListQuery } from '../../../../domain/statement/query.ts';
import type { Layout } from '../../../../domain/statement/shards/layout.ts';
import { logName, slotName, slotOf } from '../../../../domain/statement/shards/layout.ts';
import { type LogPosition, mergePages } from '../../../../domain/statement/shards/merge.ts';
import type { IdSlot } from '../../../../durable-objects/id-slot/index.ts';
import type {
  FoundText,
  OneAnswer,
  PageAnswer,
  RecordAnswer,
} from '../../../../durable-objects/statement-log/index.ts';
import { type LogStub, logOf } from '../bindings.ts';
import { knownLayout, learnLayout } from './layouts.ts';
import { sixAtOnce } from './six.ts';

/** Referring statements that a record names; a list by reference has all of them. */
const MAX_REFERRERS = 20;

export interface StorePage {
  /** JSON texts, in the order asked for. */
  readonly statements: readonly string[];
  /** Where each log goes on; null at the end. */
  readonly next: readonly LogPosition[] | null;
  readonly consistentThrough: string;
}

/** What is asked of a slot. */
export type SlotStub = Pick<IdSlot, 'claim' | 'confirm' | 'release' | 'find' | 'linksTo'>;

/** A tenant's statements, in one log or in many. */
export class StatementStore {
  readonly #env: ProgressEnv;
  readonly tenant: string;

  constructor(env: ProgressEnv, tenant: string) {
    this.#env = env;
    this.tenant = tenant;
  }

  /** The log that was there first. It has the definitions and knows the others. */
  get founding(): LogStub {
    return this.log(0);
  }

  log(number: number): LogStub {
    return logOf(this.#env, logName(this.tenant, number));
  }

  slot(number: number): SlotStub {
    const namespace = this.#env.ID_SLOT as DurableObjectNamespace<IdSlot>;
    return namespace.getByName(slotName(this.tenant, number)) as unknown as SlotStub;
  }

  /** As it is known here, or as somebody tells it now. */
  layout(told?: Layout): Layout {
    return told === undefined ? knownLayout(this.tenant) : learnLayout(this.tenant, told);
  }

  /** The layout as the founding log knows it. */
  async currentLayout(): Promise<Layout> {
    return this.layout(await this.founding.layout());
  }

  /** Of these lower-case ids, those that a log has, with their JSON; a few megabytes at a time. */
  async *texts(log: number, ids: readonly string[]): AsyncGenerator<FoundText> {
    for (let rest = ids; rest.length > 0; ) {
      const found = await this.log(log).texts(rest);
      yield* found;
      const last = found.at(-1);
      rest = last === undefined ? [] : rest.slice(rest.indexOf(last.id) + 1);
    }
  }

  /** [SHD-6] A statement by its id, wherever it is. */
  async one(id: string, voided: boolean): Promise<Omit<OneAnswer, 'layout'>> {
    const founding = await this.founding.one(id, voided);
    if (founding.statement !== null || this.layout(founding.layout).logs === 1) return founding;
    const [place] = await this.slot(slotOf(id)).find([id]);
    if (place === undefined || place.home === 0) return founding;
    const { statement } = await this.log(place.home).one(id, voided);
    return { ...founding, statement };
  }

  /** [SHD-6] A statement by its lower-case id, voided or not, with who voided it and who refers to it, in whatever log. */
  async record(id: string): Promise<RecordAnswer> {
    const { logs } = await this.currentLayout();
    if (logs === 1) return this.founding.record(id);
    const [links, [place]] = await Promise.all([this.slot(slotOf(id)).linksTo([id]), this.slot(slotOf(id)).find([id])]);
    const found = await this.log(place?.home ?? 0).record(id);
    const referrers = [...new Set([...links.map(({ by }) => by), ...found.referrers])];
    return { ...found, referrers: found.statement === null ? [] : referrers.slice(0, MAX_REFERRERS) };
  }

  /** [SHD-5] [SHD-6] A page of all logs. With positions it goes on where those ended; logs that came later are not in it. */
  async page(query: ListQuery, positions?: readonly LogPosition[]): Promise<StorePage> {
    const pages = await this.#askAll(query, positions);
    const { statements, next } = mergePages(
      pages.map(({ found, upper, next }, log) => ({ found, from: positions?.[log] ?? { upper }, next })),
      query,
    );
    // The earliest: what one log may still store is not seen yet.
    const consistentThrough = pages.map((page) => page.consistentThrough).sort()[0]!;
    return { statements, next, consistentThrough };
  }

  async #askAll(query: ListQuery, positions: readonly LogPosition[] | undefined): Promise<PageAnswer[]> {
    const known = this.layout().logs;
    const ask = (log: number) => {
      const position = positions?.[log];
      const logs = positions?.length ?? known;
      return this.log(log).page({ query, logs, ...(position === undefined ? {} : { position }) });
    };
    if (positions !== undefined) return sixAtOnce([...positions.keys()], ask);
    const pages = await sixAtOnce(range(0, known), ask);
    const { logs } = this.layout(pages[0]!.layout);
    return logs <= known ? pages : [...pages, ...(await sixAtOnce(range(known, logs), ask))];
  }

  definitions(activities: readonly string[]): Promise<(string | null)[]> {
    return this.founding.definitions(activities);
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
