import { type Problem, problem } from '../../domain/kernel/problem.ts';

/** What of a schema's finding matters here: zod's issues have this shape. */
interface Finding {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  /** What is too small or too big: `string`, `array`, `number`, `int` … */
  readonly origin?: string | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
}

/** Named in one answer; a body that is wrong everywhere is not listed to its end. */
const MAX_FINDINGS = 20;

/** [HTTP-10] A request that does not fit its schema, in words: every finding with its place, the first one on top. */
export function schemaProblem(target: string, findings: readonly Finding[]): Problem {
  const errors = findings.slice(0, MAX_FINDINGS).map((finding) => ({
    where: [target, ...finding.path.map(String)].join('.'),
    detail: sentence(finding),
  }));
  const first = errors[0];
  if (first === undefined) return problem('bad_request', 'The request does not fit its schema.', target);
  return { ...problem('bad_request', first.detail, first.where), extra: { errors } };
}

function sentence({ code, path, message, expected, origin, minimum, maximum, values, keys }: Finding): string {
  const name = path.length === 0 ? 'The body' : `\`${String(path.at(-1))}\``;
  switch (code) {
    case 'invalid_type':
      return message.endsWith('undefined')
        ? `${name} is missing.`
        : `${name} must be ${withArticle(String(expected))}.`;
    case 'too_small':
      return minimum === 1 && origin === 'string'
        ? `${name} must not be empty.`
        : `${name} must ${amount(origin, 'at least', minimum)}.`;
    case 'too_big':
      return `${name} must ${amount(origin, 'at most', maximum)}.`;
    case 'invalid_value':
      return `${name} must be one of: ${(values ?? []).map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `Not known here: ${(keys ?? []).join(', ')}.`;
    default:
      return `${name} is not valid: ${message}.`;
  }
}

/** `be at most 64`, `have at most 200 characters`, `have at least 1 entry`. */
function amount(origin: string | undefined, bound: string, limit: unknown): string {
  const one = Number(limit) === 1;
  if (origin === 'string') return `have ${bound} ${limit} ${one ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${bound} ${limit} ${one ? 'entry' : 'entries'}`;
  return `be ${bound} ${limit}`;
}

const withArticle = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
