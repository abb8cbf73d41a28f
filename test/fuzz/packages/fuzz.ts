import { readFileSync } from 'node:fs';
import { Sender } from '../send.ts';
import { type PackageCase, packageCase } from './case.ts';
import { judge } from './check.ts';
import type { Seed } from './seeds.ts';

/** Half of the work is done on this side of the line. */
const CONNECTIONS = 4;
/** A broken importer fails everywhere: after this many the rest says nothing new. */
const MOST_FAILURES = 10;

export interface PackageTarget {
  readonly url: string;
  readonly operatorToken: string;
  /** The file that the server logs to. */
  readonly log: string;
}

export interface PackageCases {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly seeds: readonly Seed[];
  /** Is told of each case, from 0 on, before it is tried. */
  readonly onCase?: (index: number) => void;
}

export interface PackageOutcome {
  readonly failures: readonly {
    readonly index: number;
    readonly tried: PackageCase;
    readonly wrong: readonly string[];
  }[];
  /** How often a package was accepted, or refused with which code first. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Lines that the server logged as errors. */
  readonly errors: readonly string[];
}

/**
 * Tries packages in this process and on a server, which only inspects them: the two have to say the same, and nothing may
 * be left on the server.
 */
export async function fuzzPackages(target: PackageTarget, cases: PackageCases): Promise<PackageOutcome> {
  const sender = new Sender(target.url, CONNECTIONS);
  const api = new Api(sender, target.operatorToken);
  const failures: { index: number; tried: PackageCase; wrong: readonly string[] }[] = [];
  const outcomes = new Map<string, number>();
  const before = await api.kept();
  const homePage = await api.homePage();
  let next = cases.first;
  const work = async (): Promise<void> => {
    while (next < cases.first + cases.count && failures.length < MOST_FAILURES) {
      const index = next++;
      cases.onCase?.(index - cases.first);
      const tried = packageCase(cases.seed, index, cases.seeds);
      const { said, wrong } = await tryOne(tried, api, homePage);
      outcomes.set(said, (outcomes.get(said) ?? 0) + 1);
      if (wrong.length > 0) failures.push({ index, tried, wrong });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const after = await api.kept();
  sender.close();
  const left = before === after ? [] : [`The server kept something: ${before} before, ${after} after`];
  return { failures, outcomes, errors: [...left, ...errorsOf(target.log)] };
}

async function tryOne(tried: PackageCase, api: Api, homePage: string): Promise<{ said: string; wrong: string[] }> {
  try {
    const { report, wrong } = await judge(tried.archive, homePage);
    const said = report.outcome === 'accepted' ? 'accepted' : report.findings[0]!.code;
    const { status, body } = await api.inspect(tried);
    if (status >= 400 && status < 500) {
      // Refused at the door, by its first bytes.
      return { said, wrong: report.outcome === 'accepted' ? [...wrong, `${status} ${body}`] : [...wrong] };
    }
    const same = status === 200 && JSON.stringify(JSON.parse(body).report) === JSON.stringify(report);
    return {
      said,
      wrong: same ? [...wrong] : [...wrong, `here: ${JSON.stringify(report)}\n  there: ${status} ${body}`],
    };
  } catch (thrown) {
    return { said: 'thrown', wrong: [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)] };
  }
}

class Api {
  readonly #sender: Sender;
  readonly #headers: { authorization: string };

  constructor(sender: Sender, token: string) {
    this.#sender = sender;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  inspect({ kind, type, body }: PackageCase): Promise<{ status: number; body: string }> {
    const headers = { ...this.#headers, 'content-type': type };
    return this.#sender.send({ kind, method: 'POST', path: '/api/v1/imports?dryRun=true', headers, body });
  }

  async homePage(): Promise<string> {
    return JSON.parse(await this.#get('/api/v1/me')).homePage;
  }

  /** How much the tenant has, in words. */
  async kept(): Promise<string> {
    const counts = ['imports', 'packages'].map(async (what) => {
      const { items } = JSON.parse(await this.#get(`/api/v1/${what}?limit=100`)) as { items: unknown[] };
      return `${items.length} ${what}`;
    });
    return (await Promise.all(counts)).join(', ');
  }

  async #get(path: string): Promise<string> {
    const { status, body } = await this.#sender.send({ kind: 'read', method: 'GET', path, headers: this.#headers });
    if (status !== 200) throw new Error(`${path} is answered with ${status} ${body}`);
    return body;
  }
}

const errorsOf = (log: string): string[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /"level":"error"|\[ERROR\]|Uncaught/.test(line));
