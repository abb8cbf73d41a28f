/** A letter or underscore, then letters, digits, `.`, `-`, `_` (XML Namespaces 1.0, NCName, in ASCII and beyond). */
const START = /^[\p{L}_]/u;
const NO_NAME = /[^\p{L}\p{N}._-]/gu;
/** Identifiers are IRIs sometimes; a name stays one that a person can read in a list. */
const NAME_CHARS_MAX = 200;

/**
 * Identifiers of a manifest: `xs:ID`, each of them once in the whole document (IMS Content Packaging, `identifier`). What
 * fits is kept, so that a course that goes out and comes in again is known by the names it had.
 */
export class Names {
  readonly #taken = new Set<string>();
  /** The number to try next for a name that is taken. */
  readonly #numbers = new Map<string, number>();

  of(wanted: string): string {
    // The cut may fall within a letter of two UTF-16 units.
    const cleaned = wanted
      .replace(NO_NAME, '_')
      .slice(0, NAME_CHARS_MAX)
      .replace(/\p{Cs}$/u, '');
    const base = START.test(cleaned) ? cleaned : `_${cleaned}`;
    let name = base;
    for (let n = this.#numbers.get(base) ?? 2; this.#taken.has(name); n++) {
      name = `${base}-${n}`;
      this.#numbers.set(base, n + 1);
    }
    this.#taken.add(name);
    return name;
  }
}
