import type { Noting } from '../content-packaging/profile.ts';
import { ISO_DURATION } from '../duration.ts';
import { finding, quote } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';

/** A whole number in a manifest stays one in every reader, and no course means more. */
const INTEGER_MAX = 1_000_000;

/**
 * Reads values of attributes and elements. One that is outside its vocabulary or range is left out with a warning: the
 * default of the standard then applies.
 */
export class Values {
  readonly #noting: Noting;

  constructor(noting: Noting) {
    this.#noting = noting;
  }

  /** The attributes of these names that are there. */
  flags<T extends string>(element: XmlElement, names: readonly T[]): { [key in T]?: boolean } {
    const read = names.flatMap((name) => {
      const value = this.flag(element, name);
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(read) as { [key in T]?: boolean };
  }

  /** An XML Schema boolean, in any case. */
  flag(element: XmlElement, name: string): boolean | undefined {
    const text = attributeOf(element, name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0' ? false : this.#ignored(name, text, element);
  }

  number(element: XmlElement, name: string, min: number, max: number): number | undefined {
    return this.decimal(element, name, attributeOf(element, name), min, max);
  }

  integer(element: XmlElement, name: string): number | undefined {
    const text = attributeOf(element, name);
    if (text === undefined) return undefined;
    return /^\d{1,7}$/.test(text) && Number(text) <= INTEGER_MAX ? Number(text) : this.#ignored(name, text, element);
  }

  /** An XML Schema decimal in a range; `text` may be that of an element. */
  decimal(element: XmlElement, name: string, text: string | undefined, min: number, max: number): number | undefined {
    if (text === undefined) return undefined;
    const value = /^[+-]?(\d{1,15}(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : this.#ignored(name, text, element);
  }

  duration(element: XmlElement, name: string): string | undefined {
    const text = attributeOf(element, name);
    return text === undefined || ISO_DURATION.test(text) ? text : this.#ignored(name, text, element);
  }

  word<T extends string>(element: XmlElement, name: string, allowed: readonly T[]): T | undefined {
    const text = attributeOf(element, name);
    return text === undefined ? undefined : this.oneOf(element, name, text, allowed);
  }

  oneOf<T extends string>(element: XmlElement, name: string, text: string, allowed: readonly T[]): T | undefined {
    const found = allowed.find((word) => word.toLowerCase() === text.toLowerCase());
    return found ?? this.#ignored(name, text, element);
  }

  /** A part of the sequencing that can't be followed is left out. */
  leftOut(element: XmlElement, message: string): undefined {
    this.#noting.findings.push(finding('sequencing_ignored', message, `${this.#noting.where}:${element.line}`));
    return undefined;
  }

  #ignored(name: string, text: string, { line }: XmlElement): undefined {
    const message = `The value ${quote(text)} of ${name} is not a valid one.`;
    this.#noting.findings.push(finding('value_ignored', message, `${this.#noting.where}:${line}`));
    return undefined;
  }
}

/** Without the members that are undefined. */
export const present = <T extends object>(members: { readonly [key in keyof T]: T[key] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

/** The same, and undefined when nothing is left. */
export function some<T extends object>(members: { readonly [key in keyof T]: T[key] | undefined }): T | undefined {
  const kept = present<T>(members);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
