import { Generator } from './load/generator.ts';
import { ProjectionReader } from './server/projection.ts';
import { BenchServer } from './server/server.ts';
import { Subject } from './subject.ts';

const REGION = 'eu';

/** A server with its tenants, a load generator, and a look into D1: what a bench of statements needs. */
export class Stage {
  readonly server: BenchServer;
  readonly #subjects: ReadonlyMap<string, Subject>;
  readonly #generator = new Generator();
  readonly #projection: ProjectionReader;

  private constructor(server: BenchServer, tenants: readonly string[]) {
    this.server = server;
    this.#projection = new ProjectionReader(server.stateDir, REGION);
    const given = { server, generator: this.#generator, projection: this.#projection };
    this.#subjects = new Map(tenants.map((name) => [name, new Subject(name, given)]));
  }

  /** Starts a server that has these tenants and nothing else. */
  static async open(tenants: readonly string[], port?: number): Promise<Stage> {
    const wanted = tenants.map((name) => `${name}:${REGION}`).join(',');
    const server = await BenchServer.start({ tenants: wanted, ...(port === undefined ? {} : { port }) });
    return new Stage(server, tenants);
  }

  subject(name: string): Subject {
    return this.#subjects.get(name)!;
  }

  async close(): Promise<void> {
    this.#projection.close();
    this.#generator.stop();
    await this.server.stop();
  }
}
