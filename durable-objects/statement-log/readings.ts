import { type Gathered, Gathering } from '../../domain/projection/gathering.ts';
import { isProjected, packReading, voidReading } from '../../domain/projection/packed.ts';
import type { RecentStatement } from '../../domain/projection/recent.ts';
import { completeText, type StoredText } from '../../domain/statement/block.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import type { BlockStore } from './block-store.ts';
import type { Correction } from './corrections.ts';
import type { IdentityRow } from './identity-row.ts';
import type { LinkStore } from './link-store.ts';
import type { Texts } from './texts.ts';

/** Characters of readings of one step that are read from blocks: it costs the object some 30 ms. */
const READ_CHARS = 500_000;

/** What readings are made of. */
export interface ReadingSources {
  readonly blocks: BlockStore;
  readonly texts: Texts;
  readonly links: LinkStore;
  readonly identity: IdentityRow;
}

/** What is asked for: the statements of a partition in (after, upTo], and corrections. */
export interface Step {
  readonly partition: number;
  readonly after: number;
  readonly upTo: number;
  readonly corrections: readonly Correction[];
}

/** Gathers readings: those that came with the statements, or made from what is stored. The same either way. */
export class Readings {
  readonly #log: ReadingSources;

  constructor(log: ReadingSources) {
    this.#log = log;
  }

  /** Of statements that are remembered: all those of the step. */
  async remembered(statements: readonly RecentStatement[], { upTo, corrections }: Step): Promise<Gathered> {
    const gathering = new Gathering();
    await this.#correct(gathering, corrections);
    for (const [i, { seq, storedMicros, reading }] of statements.entries()) {
      gathering.add(storedMicros, reading);
      if (gathering.isFull && i < statements.length - 1) return gathering.end(seq);
    }
    return gathering.end(upTo);
  }

  /** Read from the blocks: as many as are a step. */
  async stored({ partition, after, upTo, corrections }: Step): Promise<Gathered> {
    const gathering = new Gathering(READ_CHARS);
    await this.#correct(gathering, corrections);
    for (let at = after; ; ) {
      const first = this.#log.blocks.nextOf(partition, at);
      if (first === undefined || first > upTo) return gathering.end(upTo);
      const block = await this.#log.texts.blockOf(first);
      const last = Math.min(block.last, upTo);
      for (let seq = Math.max(first, after + 1); seq <= last; seq++) {
        if (block.partitions[seq - first] !== partition) continue;
        const text = block.at(seq);
        gathering.add(text.storedMicros, this.#reading(text));
      }
      at = last;
      if (gathering.isFull || at === upTo) return gathering.end(at);
    }
  }

  async #correct(gathering: Gathering, corrections: readonly Correction[]): Promise<void> {
    for (const { n, seq } of corrections) gathering.correct(n, this.#reading(await this.#log.texts.at(seq)));
  }

  #reading(text: StoredText): string {
    const statement = JSON.parse(completeText(text)) as StoredStatement;
    const { tenant, homePage } = this.#log.identity.read()!;
    const reading = packReading(statement, { id: tenant, homePage });
    return isProjected(reading) && this.#log.links.isVoided(statement.id) ? voidReading(reading) : reading;
  }
}
