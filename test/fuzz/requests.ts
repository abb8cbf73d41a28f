import { type Case, MAKERS, OPERATOR } from './makers.ts';
import { Random } from './random.ts';

/** Who asks: a client of xAPI, and an operator for what lies beside it. */
export interface Authorizations {
  readonly client: string;
  readonly operator: string;
}

/** The case of a number: always the same one for the same seed. */
export function caseOf(seed: number, index: number, as: Authorizations): Case {
  const random = new Random(seed, index);
  const [kind, make] = random.weighted(MAKERS);
  const made = make({ random, seed, index });
  if (kind === OPERATOR) return { ...made, kind, path: `/api/v1${made.path}`, headers: { authorization: as.operator } };
  const [root, version] = random.pick([
    ['/xapi', '1.0.3'],
    ['/xapi', '2.0.0'],
    ['/xapi/1.0.3', '1.0'],
    ['/xapi/2.0', '2.0'],
  ] as const);
  const base = { authorization: as.client, 'x-experience-api-version': version };
  return { ...made, kind, path: `${root}${made.path}`, headers: { ...base, ...made.headers } };
}
