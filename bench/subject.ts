import { PARTITIONS_PER_REGION, partitionOf } from '../domain/projection/learner.ts';
import { pause } from '../test/support/stack.ts';
import type { Generator } from './load/generator.ts';
import type { LoadPlan, LoadResult } from './load/load.ts';
import { basic } from './load/request.ts';
import { type Owner, StatementSource } from './load/statements.ts';
import type { ProjectionReader } from './server/projection.ts';
import type { BenchServer } from './server/server.ts';

/** Between two looks at D1. Short against the seconds that are measured, and cheap: one row a partition. */
const POLL_MS = 20;
/** Nobody who is further behind is "visible" in any useful sense. */
const GIVE_UP_MS = 120_000;
/** As many statements of different learners have some of every partition. */
const LAST_BATCH = 32;

/** What one load did, from the first request that counts until D1 shows all of it. */
export interface Measurement extends LoadResult {
  /** From the beginning of the time that counts until everything that was accepted is visible. */
  readonly visibleSeconds: number;
  /** Of workerd in that time. */
  readonly serverCpuSeconds: number;
  /** Rows that the log wrote, a statement, the warm-up too. */
  readonly rowsPerStatement: number;
}

/** A tenant under load: what it has stored so far, and how its next statements come in. */
export class Subject {
  readonly name: string;
  readonly #server: BenchServer;
  readonly #generator: Generator;
  readonly #projection: ProjectionReader;
  readonly owner: Owner;
  /** Of an xAPI client that may do everything. */
  readonly authorization: string;
  #next = 0;
  #stored = 0;
  #projected = 0;

  constructor(name: string, given: { server: BenchServer; generator: Generator; projection: ProjectionReader }) {
    this.name = name;
    this.#server = given.server;
    this.#generator = given.generator;
    this.#projection = given.projection;
    this.authorization = basic(given.server.tenants[name]!.xapi);
    this.owner = { tenant: name, homePage: `https://lectern.localhost/tenants/${name}` };
  }

  /** Statements that the tenant has. */
  get stored(): number {
    return this.#stored;
  }

  /** Runs a load and waits until D1 shows every accepted statement. Throws when it does not, or shows another number. */
  async measure(load: Pick<LoadPlan, 'batch' | 'connections' | 'until'>): Promise<Measurement> {
    let began = 0;
    let cpu = 0;
    const { rowsWritten } = await this.#server.logStats(this.name);
    const result = await this.#run(load, () => {
      began = performance.now();
      cpu = this.#server.usage().cpuSeconds;
    });
    await this.#settle();
    const visibleSeconds = (performance.now() - began) / 1000;
    const serverCpuSeconds = this.#server.usage().cpuSeconds - cpu;
    this.#compare();
    const after = await this.#server.logStats(this.name);
    // An object that was idle for a while has begun anew, and counts from nothing.
    const rows = after.rowsWritten - (after.rowsWritten < rowsWritten ? 0 : rowsWritten);
    return { ...result, visibleSeconds, serverCpuSeconds, rowsPerStatement: rows / (result.stored + LAST_BATCH) };
  }

  async #run(load: Pick<LoadPlan, 'batch' | 'connections' | 'until'>, onMeasure: () => void): Promise<LoadResult> {
    const plan = {
      ...load,
      port: this.#server.port,
      owner: this.owner,
      authorization: this.authorization,
      from: this.#next,
    };
    const result = await this.#generator.run(plan, onMeasure);
    this.#next = result.next;
    this.#stored += result.stored;
    this.#projected += result.projected;
    return result;
  }

  /**
   * A watermark stands at a log's number of the last statement projected in its partition. One last batch with statements
   * of every partition, sent when all others have been answered, tells when nothing is missing before it.
   */
  async #settle(): Promise<void> {
    const before = this.#stored;
    const source = new StatementSource(this.owner);
    const learners = Array.from({ length: LAST_BATCH }, (_, i) => source.facts(this.#next + i).learner);
    const partitions = new Set(learners.map((learner) => partitionOf(this.name, learner)));
    if (partitions.size < PARTITIONS_PER_REGION) throw new Error('the last batch misses a partition');
    await this.#run({ batch: LAST_BATCH, connections: 1, until: { statements: LAST_BATCH } }, () => {});
    const until = Date.now() + GIVE_UP_MS;
    while (this.#projection.watermark(this.name) <= before) {
      if (Date.now() > until)
        throw new Error(`${this.name}: not all of ${before} statements are visible; ${this.#where()}`);
      await pause(POLL_MS);
    }
  }

  /** The watermark says that everything has been seen; the folded statements say that it has been told. */
  #compare(): void {
    const marks = this.#projection.marks(this.name);
    // Of the last batch, one partition may still be on its way.
    if (marks > this.#projected || marks < this.#projected - LAST_BATCH) {
      throw new Error(`${this.name}: D1 holds ${marks} folded statements and not ${this.#projected}`);
    }
  }

  #where = (): string => `the watermark stands at ${this.#projection.watermark(this.name)}`;
}
