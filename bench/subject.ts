import { Client } from '../test/support/client.ts';
import { pause } from '../test/support/stack.ts';
import type { Generator } from './load/generator.ts';
import type { LoadPlan, LoadResult } from './load/load.ts';
import { basic } from './load/request.ts';
import type { Owner } from './load/statements.ts';
import type { ProjectionReader } from './server/projection.ts';
import type { BenchServer } from './server/server.ts';

/** Between two looks at D1. Short against the seconds that are measured, and cheap: one row a partition. */
const POLL_MS = 20;
/** Nobody who is further behind is "visible" in any useful sense. */
const GIVE_UP_MS = 120_000;

/** A log of a tenant, as the operators' list of logs tells it. */
export interface Log {
  readonly name: string;
  readonly statements: number;
  readonly rowsWritten: number;
  /** The last statement of each partition. */
  readonly partitions: readonly { readonly partition: number; readonly head: number }[];
}

/** What one load did, from the first request that counts until D1 shows all of it. */
export interface Measurement extends LoadResult {
  /** From the beginning of the time that counts until everything that was accepted is visible. */
  readonly visibleSeconds: number;
  /** Of workerd in that time. */
  readonly serverCpuSeconds: number;
  /** Rows that the logs wrote, a statement, the warm-up too. */
  readonly rowsPerStatement: number;
}

/** A tenant under load: what it has stored so far, and how its next statements come in. */
export class Subject {
  readonly owner: Owner;
  /** Of an xAPI client that may do everything. */
  readonly authorization: string;
  readonly #server: BenchServer;
  readonly #generator: Generator;
  readonly #projection: ProjectionReader;
  readonly #operator: Client;
  #next = 0;
  #stored = 0;
  #projected = 0;

  constructor(tenant: string, given: { server: BenchServer; generator: Generator; projection: ProjectionReader }) {
    const { server, generator, projection } = given;
    const credentials = server.tenants[tenant]!;
    this.owner = { tenant, homePage: `https://lectern.localhost/tenants/${tenant}` };
    this.authorization = basic(credentials.xapi);
    this.#server = server;
    this.#generator = generator;
    this.#projection = projection;
    this.#operator = new Client(server, credentials);
  }

  /** Statements that the tenant has. */
  get stored(): number {
    return this.#stored;
  }

  /** The logs that the statements lie in. */
  async logs(): Promise<readonly Log[]> {
    return (await this.#operator.get('/api/v1/statements/logs')).items;
  }

  /** Runs a load and waits until D1 shows every accepted statement. Throws when it does not, or shows another number. */
  async measure(load: Pick<LoadPlan, 'batch' | 'connections' | 'until'>): Promise<Measurement> {
    let began = 0;
    let cpu = 0;
    const before = await this.logs();
    const result = await this.#run(load, () => {
      began = performance.now();
      cpu = this.#server.usage().cpuSeconds;
    });
    const after = await this.logs();
    await this.#settle(after);
    const visibleSeconds = (performance.now() - began) / 1000;
    const serverCpuSeconds = this.#server.usage().cpuSeconds - cpu;
    this.#compare(after);
    const rows = rowsBetween(before, after);
    return { ...result, visibleSeconds, serverCpuSeconds, rowsPerStatement: rows / result.stored };
  }

  async #run(load: Pick<LoadPlan, 'batch' | 'connections' | 'until'>, onMeasure: () => void): Promise<LoadResult> {
    const { owner, authorization } = this;
    const plan = { ...load, port: this.#server.port, owner, authorization, from: this.#next };
    const result = await this.#generator.run(plan, onMeasure);
    this.#next = result.next;
    this.#stored += result.stored;
    this.#projected += result.projected;
    return result;
  }

  /** Every watermark in D1 has come to the last statement of its log and partition. */
  async #settle(logs: readonly Log[]): Promise<void> {
    const { tenant } = this.owner;
    const until = Date.now() + GIVE_UP_MS;
    for (const { name, partitions } of logs) {
      for (const { partition, head } of partitions) {
        while (this.#projection.watermark(tenant, name, partition) < head) {
          if (Date.now() > until) throw new Error(`${name}: partition ${partition} is not projected up to ${head}`);
          await pause(POLL_MS);
        }
      }
    }
  }

  /** The watermarks say that everything has been seen; the folded statements say that it has been told. */
  #compare(logs: readonly Log[]): void {
    const { tenant } = this.owner;
    const held = logs.reduce((sum, { statements }) => sum + statements, 0);
    if (held !== this.#stored) throw new Error(`${tenant}: the logs hold ${held} statements and not ${this.#stored}`);
    const marks = this.#projection.marks(tenant);
    if (marks !== this.#projected) {
      throw new Error(`${tenant}: D1 holds ${marks} folded statements and not ${this.#projected}`);
    }
  }
}

function rowsBetween(before: readonly Log[], after: readonly Log[]): number {
  const earlier = new Map(before.map(({ name, rowsWritten }) => [name, rowsWritten]));
  return after.reduce((sum, { name, rowsWritten }) => {
    const was = earlier.get(name) ?? 0;
    // A log that was idle for a while has begun anew, and counts from nothing.
    return sum + rowsWritten - (rowsWritten < was ? 0 : was);
  }, 0);
}
