import type { Definition } from '../../domain/statement/definitions.ts';
import { type Layout, logName, logNumber, slotName, slotOf } from '../../domain/statement/shards/layout.ts';
import type { Tell } from '../../domain/statement/shards/sharded-batch.ts';
import type { FoundText, LogIdentity } from './contract.ts';

/** What a log asks of the tenant's other logs. */
interface OtherLog {
  texts(ids: readonly string[]): Promise<readonly FoundText[]>;
  hear(tell: Tell): Promise<void>;
  learn(definitions: readonly Definition[]): Promise<void>;
}

/** A statement that refers to another, and the log that it is in. */
interface Link {
  readonly by: string;
  readonly home: number;
}

/** What it asks of the slots. */
interface Slot {
  find(ids: readonly string[]): Promise<readonly { readonly home: number }[]>;
  linksTo(ids: readonly string[]): Promise<readonly Link[]>;
}

export interface OthersEnv {
  readonly STATEMENT_LOG: DurableObjectNamespace;
  readonly ID_SLOT: DurableObjectNamespace;
}

/** The other logs of a tenant, as one of them reaches them. */
export class Others {
  readonly #env: OthersEnv;
  readonly #self: () => { readonly identity: LogIdentity | undefined; readonly layout: Layout };

  constructor(env: OthersEnv, self: () => { identity: LogIdentity | undefined; layout: Layout }) {
    this.#env = env;
    this.#self = self;
  }

  /** The JSON of a statement that another log has. Undefined at once for a tenant with one log. */
  async find(id: string): Promise<string | undefined> {
    const { identity, layout } = this.#self();
    if (identity === undefined) return undefined;
    const self = logNumber(identity.tenant, identity.log);
    if (self === 0 && layout.logs === 1) return undefined;
    const [place] = await this.#slot(identity.tenant, id).find([id]);
    // What no slot knows was stored before there were slots.
    const home = place?.home ?? 0;
    if (home === self) return undefined;
    const [found] = await this.#log(identity.tenant, home).texts([id]);
    return found?.text;
  }

  /** All definitions are kept in the founding log. */
  async define(definitions: readonly Definition[]): Promise<void> {
    if (definitions.length > 0) await this.#log(this.#tenant(), 0).learn(definitions);
  }

  async tell(tell: Tell): Promise<void> {
    await this.#log(this.#tenant(), tell.log).hear(tell);
  }

  /** Who refers to a statement, in whatever log: those that the slot knows and those that are here. */
  async referrers(id: string, here: readonly { readonly by: string }[]): Promise<readonly Link[]> {
    const { identity } = this.#self();
    const self = logNumber(this.#tenant(), identity!.log);
    const links = await this.#slot(this.#tenant(), id).linksTo([id]);
    const known = new Set(links.map(({ by }) => by));
    return [...links, ...here.filter(({ by }) => !known.has(by)).map(({ by }) => ({ by, home: self }))];
  }

  #tenant(): string {
    const { identity } = this.#self();
    if (identity === undefined) throw new Error('a log that nothing was appended to has nothing to tell');
    return identity.tenant;
  }

  #log(tenant: string, log: number): OtherLog {
    return this.#env.STATEMENT_LOG.getByName(logName(tenant, log)) as unknown as OtherLog;
  }

  #slot(tenant: string, id: string): Slot {
    return this.#env.ID_SLOT.getByName(slotName(tenant, slotOf(id))) as unknown as Slot;
  }
}
