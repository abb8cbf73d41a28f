import { isLanguageTag } from '../language-tag.ts';
import { type Json, list, object, optionalFlag, optionalText, Wrong } from '../manifest-json.ts';

/** What is wrong with one member of a document, and where: `$.parts[0].title`. */
export interface Fault {
  readonly where: string;
  readonly message: string;
}

/** A document with ten thousand faults is described well enough by its first ones. */
const FAULTS_MAX = 200;

/** JSON can hold half a surrogate pair, which has no UTF-8, and control characters, which XML and terminals do not take. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNWRITABLE = /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/** Longer than any tag that is in use (RFC 5646, 4.4.1). */
const LANGUAGE_CHARS_MAX = 35;

/** An identifier in a document: it becomes part of an IRI, of `cmi` elements and of addresses. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Reads members one by one and goes on after a fault, so that an author is told all of them at once. What is read after a
 * fault stands in for the member; it is thrown away with the rest.
 */
export class Take {
  readonly faults: Fault[] = [];

  wrong(where: string, expected: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push({ where, message: `Expected ${expected}.` });
  }

  /** What `read` gives; a `Wrong` that it throws is noted, and `instead` stands in. */
  try<T>(read: () => T, instead: T): T {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof Wrong)) throw thrown;
      if (this.faults.length < FAULTS_MAX) this.faults.push({ where: thrown.where, message: thrown.message });
      return instead;
    }
  }

  object(json: unknown, where: string): Json {
    return this.try(() => object(json, where), {});
  }

  /** The members of a list that has `min` to `max` of them, each read by `read`. */
  list<T>(
    from: Json,
    key: string,
    { where, min, max }: { where: string; min: number; max: number },
    read: (json: unknown, where: string) => T,
  ): T[] {
    const at = `${where}.${key}`;
    const members = this.try(() => list(from[key], at), undefined);
    if (members === undefined) return [];
    if (members.length < min || members.length > max) this.wrong(at, `${min} to ${max} of them`);
    return members.slice(0, max).map((member, i) => read(member, `${at}[${i}]`));
  }

  /** A text with something in it, trimmed. */
  text(from: Json, key: string, where: string, max: number): string {
    const text = this.#text(from[key], `${where}.${key}`, max);
    if (text === '') this.wrong(`${where}.${key}`, 'a text that is not empty');
    return text ?? '';
  }

  /** A text that may be empty. */
  anyText(from: Json, key: string, where: string, max: number): string {
    return this.#text(from[key], `${where}.${key}`, max) ?? '';
  }

  optionalText(from: Json, key: string, where: string, max: number): string | undefined {
    const text = this.try(() => optionalText(from, key, where)?.replace(UNWRITABLE, '\ufffd').trim(), undefined);
    if (text !== undefined && text.length > max) this.wrong(`${where}.${key}`, `at most ${max} characters`);
    return text === '' ? undefined : text;
  }

  /** A member of a list that is a text. */
  line(json: unknown, where: string, max: number): string {
    const text = this.#text(json, where, max);
    if (text === '') this.wrong(where, 'a text that is not empty');
    return text ?? '';
  }

  language(json: unknown, where: string): string {
    if (typeof json === 'string' && json.length <= LANGUAGE_CHARS_MAX && isLanguageTag(json)) return json;
    this.wrong(where, 'a language tag like en or pt-BR');
    return '';
  }

  flag(from: Json, key: string, where: string): boolean {
    return this.try(() => optionalFlag(from, key, where), false) ?? false;
  }

  id(from: Json, key: string, where: string): string {
    const value = from[key];
    if (typeof value === 'string' && ID.test(value)) return value;
    this.wrong(`${where}.${key}`, '1 to 64 letters, digits, points, hyphens or underscores, a letter or digit first');
    return '';
  }

  number(from: Json, key: string, where: string, { min, max }: { min: number; max: number }): number {
    return this.optionalNumber(from, key, where, { min, max, needed: true }) ?? 0;
  }

  optionalNumber(
    from: Json,
    key: string,
    where: string,
    { min, max, needed = false }: { min: number; max: number; needed?: boolean },
  ): number | undefined {
    const value = from[key];
    if (value === undefined && !needed) return undefined;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    this.wrong(`${where}.${key}`, `a number from ${min} to ${max}`);
    return undefined;
  }

  #text(value: unknown, where: string, max: number): string | undefined {
    if (typeof value !== 'string') {
      this.wrong(where, 'a string');
      return undefined;
    }
    if (value.length > max) this.wrong(where, `at most ${max} characters`);
    return value.replace(UNWRITABLE, '\ufffd').trim();
  }
}
