/** What both standards' interactions become in xAPI. */
import { isLanguageTag } from '../../statement/formats.ts';
import type { ElementStore } from '../element-store.ts';
import { INTERACTION_TYPE, interactionIri } from './activities.ts';
import { type Activity, cutList, cutText, type StatementResult } from './statement.ts';

export interface Response {
  readonly object: Activity;
  readonly result: StatementResult;
  /** Objectives that the interaction says it belongs to. */
  readonly objectives: readonly Activity[];
}

/** A pattern describes; a longer one is cut. */
const PATTERN_CHARS_MAX = 1_000;

export interface Asked {
  readonly id: string;
  readonly type: string;
  /** In the spelling of xAPI. */
  readonly patterns: readonly string[];
  /** A localized string of SCORM 2004: it may begin with `{lang=…}`. */
  readonly description?: string | undefined;
}

export const interactionActivity = (sco: Activity, { id, type, patterns, description }: Asked): Activity => ({
  objectType: 'Activity',
  id: interactionIri(sco, id),
  definition: {
    type: INTERACTION_TYPE,
    ...(description === undefined ? {} : { description: localized(description) }),
    interactionType: type,
    ...(patterns.length === 0
      ? {}
      : { correctResponsesPattern: patterns.map((text) => cutText(text, PATTERN_CHARS_MAX)) }),
  },
});

function localized(text: string): Readonly<Record<string, string>> {
  const [prefix = '', language = ''] = /^\{lang=([^}]*)\}/.exec(text) ?? [];
  return { [isLanguageTag(language) ? language : 'und']: cutText(text.slice(prefix.length), PATTERN_CHARS_MAX) };
}

/** What the members of an array say in one field, as far as they say something. */
export function listOf({ counts, values }: ElementStore, array: string, field: string): string[] {
  const all = Array.from({ length: counts[array] ?? 0 }, (_, i) => values[`${array}.${i}.${field}`] ?? '');
  return cutList(all.filter((value) => value !== ''));
}
