import { pause } from '../../test/support/stack.ts';
import { type Answer, Connection } from './connection.ts';
import { postHead } from './request.ts';
import { type Owner, StatementSource } from './statements.ts';

/** A load on one tenant's statements. */
export interface LoadPlan {
  readonly port: number;
  readonly owner: Owner;
  /** Of the request: `Basic …`. */
  readonly authorization: string;
  readonly batch: number;
  readonly connections: number;
  /** The first statement of the series that is sent. */
  readonly from: number;
  /** Ends at a number of statements, or after some seconds of which the first ones do not count. */
  readonly until: { readonly statements: number } | { readonly warmUpSeconds: number; readonly seconds: number };
}

/** What came of it. Everything but `sent`, `stored` and `projected` is about the time that counts. */
export interface LoadResult {
  /** The statement after the last that was sent. */
  readonly next: number;
  /** Accepted from the beginning on, the warm-up too. */
  readonly stored: number;
  /** Those of them that are folded into attempts. */
  readonly projected: number;
  /** Accepted in the time that counts, and what was under way when it ended. */
  readonly accepted: number;
  /** Until the last answer. */
  readonly seconds: number;
  /** Requests by status; 0 is a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Milliseconds of each request. */
  readonly latencies: readonly number[];
  /** The first answer that was no success. */
  readonly firstError: string | null;
  readonly cpuSeconds: number;
}

/** A statement has at most so many characters in the series. */
const MAX_STATEMENT_CHARS = 1500;
const BROKEN = 0;
const [OPEN, COMMA, CLOSE] = [0x5b, 0x2c, 0x5d];

/** Sends batches over all connections until the plan ends. `onMeasure` is told when the time that counts begins. */
export async function runLoad(plan: LoadPlan, onMeasure: () => void): Promise<LoadResult> {
  const load = new Load(plan);
  const workers = Array.from({ length: plan.connections }, () => load.work());
  if ('seconds' in plan.until) {
    await pause(plan.until.warmUpSeconds * 1000);
    load.measure();
    onMeasure();
    await pause(plan.until.seconds * 1000);
    load.stop();
  } else onMeasure();
  await Promise.all(workers);
  return load.result();
}

class Load {
  readonly #plan: LoadPlan;
  readonly #source: StatementSource;
  #next: number;
  #stopped = false;
  #began = performance.now();
  #cpu = process.cpuUsage();
  #stored = 0;
  #projected = 0;
  #storedBefore = 0;
  #statuses: Record<number, number> = {};
  #latencies: number[] = [];
  #firstError: string | null = null;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#source = new StatementSource(plan.owner);
    this.#next = plan.from;
  }

  /** What happened until now was warming up. Errors of that time are kept: nothing excuses them. */
  measure(): void {
    this.#began = performance.now();
    this.#cpu = process.cpuUsage();
    this.#storedBefore = this.#stored;
    this.#latencies = [];
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One connection: batch after batch. */
  async work(): Promise<void> {
    const { port, batch, authorization } = this.#plan;
    const body = Buffer.allocUnsafe(batch * MAX_STATEMENT_CHARS + 2);
    let connection = await Connection.open(port);
    for (let k = this.#take(); k !== undefined; k = this.#take()) {
      const { length, projected } = this.#write(body, k);
      const began = performance.now();
      try {
        const answer = await connection.ask(postHead(authorization, length), body.subarray(0, length));
        this.#latencies.push(performance.now() - began);
        this.#count(answer, projected);
      } catch (error) {
        this.#fail(BROKEN, String(error));
        connection.close();
        connection = await Connection.open(port);
      }
    }
    connection.close();
  }

  result(): LoadResult {
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      next: this.#next,
      stored: this.#stored,
      projected: this.#projected,
      accepted: this.#stored - this.#storedBefore,
      seconds: (performance.now() - this.#began) / 1000,
      statuses: this.#statuses,
      latencies: this.#latencies,
      firstError: this.#firstError,
      cpuSeconds: (user + system) / 1e6,
    };
  }

  /** The first statement of the next batch, or undefined at the end. */
  #take(): number | undefined {
    const { until, batch, from } = this.#plan;
    if (this.#stopped || ('statements' in until && this.#next - from >= until.statements)) return undefined;
    const k = this.#next;
    this.#next += batch;
    return k;
  }

  #write(body: Buffer, k: number): { length: number; projected: number } {
    const { batch } = this.#plan;
    if (batch === 1) return { length: body.write(this.#source.text(k), 'latin1'), projected: this.#isProjected(k) };
    let projected = 0;
    let at = body.writeUInt8(OPEN, 0);
    for (let i = 0; i < batch; i++) {
      if (i > 0) at = body.writeUInt8(COMMA, at);
      at += body.write(this.#source.text(k + i), at, 'latin1');
      projected += this.#isProjected(k + i);
    }
    return { length: body.writeUInt8(CLOSE, at), projected };
  }

  #isProjected = (k: number): number => (this.#source.isProjected(k) ? 1 : 0);

  #count({ status, body }: Answer, projected: number): void {
    if (status !== 200) {
      this.#fail(status, body.slice(0, 500));
      return;
    }
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#stored += this.#plan.batch;
    this.#projected += projected;
  }

  #fail(status: number, why: string): void {
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#firstError ??= `${status} ${why}`;
  }
}
