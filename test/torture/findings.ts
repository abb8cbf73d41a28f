/** What may not be, and how often it was. */
const KINDS = [
  'lost',
  'doubled',
  'changed',
  'torn',
  'strange',
  'refused',
  'voiding',
  'attachments',
  'documents',
  'definitions',
] as const;
type Kind = (typeof KINDS)[number] | 'errors' | 'differences' | 'broken';
const MOST_EXAMPLES = 20;

/**
 * `lost`: acknowledged and not there. `doubled`: there twice. `changed`: not what was sent. `torn`: a part of a request is
 * there. `strange`: refused or never sent, and there. `refused`: what has to be accepted is not, or the other way round.
 * `voiding`, `attachments`, `documents`, `definitions`: not as acknowledged. `errors`: answers of 500 and more. `differences`: rows of the
 * projection that a fold of the log has otherwise. `broken`: a look that could not be ended, and why.
 */
export class Findings {
  readonly counts = Object.fromEntries(
    [...KINDS, 'errors', 'differences', 'broken'].map((kind) => [kind, 0]),
  ) as Record<Kind, number>;
  readonly examples: string[] = [];
  readonly #tell: (example: string) => void;

  /** `tell` gets each example when it is found. */
  constructor(tell: (example: string) => void = () => {}) {
    this.#tell = tell;
  }

  add(kind: Kind, what: string): void {
    this.counts[kind]++;
    if (this.examples.length >= MOST_EXAMPLES) return;
    this.examples.push(`${kind}: ${what}`);
    this.#tell(`${kind}: ${what}`);
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
