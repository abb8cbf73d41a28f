import { type Facts, StatementSource } from '../load/statements.ts';
import { percentiles, tenths } from '../percentiles.ts';
import type { Stage } from '../stage.ts';
import type { Subject } from '../subject.ts';
import { ask, type Effort } from './ask.ts';
import { checkAnswer } from './check.ts';
import { type Kind, pathOf } from './questions.ts';
import type { Reference } from './reference.ts';

const MAX_REQUESTS = 1000;
/** The size that the goals are about, and how much slower a larger one may be. */
const GOAL_STORED = 50_000;
const GROWTH = 1.5;

/** Milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface Result extends Times {
  readonly stored: number;
  readonly clients: number;
  readonly question: string;
  readonly requests: number;
  readonly errors: number;
  /** Of all threads of workerd, a request: milliseconds. */
  readonly cpuMs: number;
  /** Of the same questions to plain `node:sqlite`. */
  readonly reference: Times;
  /** Goals are about one client; null with more. */
  readonly holds: boolean | null;
}

/** Puts questions to a store of a size, and to the reference. */
export class Asking {
  readonly #stage: Stage;
  readonly #subject: Subject;
  readonly #source: StatementSource;
  readonly #reference: Reference;
  readonly #effort: Effort;
  readonly #answers = new Map<string, Times>();

  /** Of a tenant whose statements are all stored; the reference gets the same ones. */
  constructor(stage: Stage, { tenant, reference, seconds }: { tenant: string; reference: Reference; seconds: number }) {
    this.#stage = stage;
    this.#subject = stage.subject(tenant);
    this.#source = new StatementSource(this.#subject.owner);
    this.#reference = reference;
    this.#effort = { seconds, requests: MAX_REQUESTS };
    reference.fill(this.#source, this.#subject.stored);
  }

  /** The least that a request through the front door can take. */
  async roundTrip(clients: number): Promise<Times> {
    const { latencies } = await ask(this.#to(clients), { path: () => '/api/v1/health' }, this.#effort);
    return timesOf(latencies);
  }

  async measure(kind: Kind, clients: number): Promise<Result> {
    const { stored, owner } = this.#subject;
    let about: Facts = this.#any();
    const path = () => {
      about = this.#any();
      return pathOf(kind, about, owner.homePage);
    };
    const check = (_path: string, body: string) => checkAnswer(body, { kind, about }, { source: this.#source, stored });
    const cpu = this.#stage.server.usage().cpuSeconds;
    const { latencies, errors } = await ask(this.#to(clients), { path, check }, this.#effort);
    const times = timesOf(latencies);
    return {
      stored,
      clients,
      question: kind.name,
      requests: latencies.length,
      ...times,
      errors,
      cpuMs: tenths(((this.#stage.server.usage().cpuSeconds - cpu) * 1000) / latencies.length),
      reference: this.#answer(kind),
      holds: clients === 1 ? errors === 0 && times.p95 <= goalOf(kind, stored) : null,
    };
  }

  #answer(kind: Kind): Times {
    const known = this.#answers.get(kind.name);
    if (known !== undefined) return known;
    const latencies = this.#reference.ask(kind, () => this.#any(), this.#subject.owner, this.#effort);
    this.#answers.set(kind.name, timesOf(latencies));
    return this.#answers.get(kind.name)!;
  }

  /** Something that is stored, each time another. */
  #any = (): Facts => this.#source.facts(Math.floor(Math.random() * this.#subject.stored));

  #to = (clients: number) => ({
    port: this.#stage.server.port,
    authorization: this.#subject.authorization,
    clients,
  });
}

const goalOf = ({ goalMs }: Kind, stored: number): number => (stored < 2 * GOAL_STORED ? goalMs : goalMs * GROWTH);

function timesOf(latencies: readonly number[]): Times {
  const { p50, p95 } = percentiles(latencies);
  return { p50, p95 };
}
