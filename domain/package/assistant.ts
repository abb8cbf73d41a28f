import { type Json, object, oneOf, text, Wrong } from './manifest-json.ts';

/**
 * How an assistant helps with this course, as a tutor provider has generated it. Absent when there is none; it is carried
 * with where it comes from, so that nobody takes it for the author's word.
 */
export interface Assistant {
  readonly provenance: 'generated';
  /** Who generated it. */
  readonly provider: string;
  /** RFC 3339. */
  readonly generatedAt: string;
  /** The provider's own; nobody else reads it. */
  readonly configuration: Json;
}

/** Levels of the configuration: JSON can be nested deeper than a stack is. */
const CONFIGURATION_DEPTH_MAX = 32;
/** Characters of the configuration as JSON: it travels with the manifest wherever that goes. */
const CONFIGURATION_CHARS_MAX = 65_536;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The `assistant` of a manifest or of an authored document; throws `Wrong`. */
export function readAssistant(json: unknown, where: string): Assistant {
  const from = object(json, where);
  const generatedAt = text(from, 'generatedAt', where);
  if (!INSTANT.test(generatedAt)) throw new Wrong(`${where}.generatedAt`, 'a time like 2026-03-01T12:00:00Z');
  const configuration = object(from.configuration, `${where}.configuration`);
  if (!isShallow(configuration, CONFIGURATION_DEPTH_MAX)) {
    throw new Wrong(`${where}.configuration`, `at most ${CONFIGURATION_DEPTH_MAX} levels`);
  }
  if (JSON.stringify(configuration).length > CONFIGURATION_CHARS_MAX) {
    throw new Wrong(`${where}.configuration`, `at most ${CONFIGURATION_CHARS_MAX} characters as JSON`);
  }
  return {
    provenance: oneOf(['generated'], from.provenance, `${where}.provenance`),
    provider: text(from, 'provider', where),
    generatedAt,
    configuration,
  };
}

const isShallow = (json: unknown, levels: number): boolean =>
  typeof json !== 'object' ||
  json === null ||
  (levels > 0 && Object.values(json).every((member) => isShallow(member, levels - 1)));
