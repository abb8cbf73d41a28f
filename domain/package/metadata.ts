import { list, object, optional, optionalText, part, text, texts } from './manifest-json.ts';

/**
 * What authors say of a course, of a part or of a file, for people and for searching: `general` and the times of LOM (IEEE
 * 1484.12.1, IMS Learning Resource Meta-Data 1.2.1).
 */
export interface Metadata {
  readonly title?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  /** BCP 47. */
  readonly languages?: readonly string[];
  readonly identifiers?: readonly CatalogEntry[];
  /** How long learning takes, as an ISO 8601 duration. */
  readonly learningTime?: string;
  /** How long it plays, as an ISO 8601 duration. */
  readonly duration?: string;
}

/** An identifier within a catalogue; without one, in nobody's. */
export interface CatalogEntry {
  readonly catalog?: string;
  readonly entry: string;
}

/** The `metadata` of a manifest in JSON; throws `Wrong`. */
export function readMetadata(json: unknown, where: string): Metadata {
  const from = object(json, where);
  return {
    ...optional('title', optionalText(from, 'title', where)),
    ...optional('description', optionalText(from, 'description', where)),
    ...part('keywords', from, where, texts),
    ...part('languages', from, where, texts),
    ...part('identifiers', from, where, (entries, at) =>
      list(entries, at).map((entry, i) => catalogEntry(entry, `${at}[${i}]`)),
    ),
    ...optional('learningTime', optionalText(from, 'learningTime', where)),
    ...optional('duration', optionalText(from, 'duration', where)),
  };
}

function catalogEntry(json: unknown, where: string): CatalogEntry {
  const from = object(json, where);
  return { ...optional('catalog', optionalText(from, 'catalog', where)), entry: text(from, 'entry', where) };
}

/** Each member from the first that has it; undefined when none says anything. */
export function firstOf(...said: readonly (Metadata | undefined)[]): Metadata | undefined {
  const merged: Metadata = Object.assign({}, ...said.toReversed());
  return Object.keys(merged).length === 0 ? undefined : merged;
}
