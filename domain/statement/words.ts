import type { Actor, LanguageMap, Statement } from './types.ts';

/** A statement as a sentence in three parts: who, did, what. */
export interface StatementWords {
  readonly actor: string;
  readonly verb: string;
  readonly object: string;
}

/** `languages`: BCP 47 tags that the reader wants, best first. Every part falls back to an identifier, never to nothing. */
export function statementWords(
  statement: Pick<Statement, 'actor' | 'verb' | 'object'>,
  languages: readonly string[],
): StatementWords {
  return {
    actor: actorName(statement.actor),
    verb: inLanguage(statement.verb.display, languages) ?? lastSegment(statement.verb.id),
    object: objectName(statement.object, languages),
  };
}

/** The name of an agent or group, else the least technical of its identifiers. */
export function actorName(actor: Actor): string {
  const { name, account, mbox, openid, mbox_sha1sum: sha1 } = actor;
  const known = name || account?.name || mbox?.replace(/^mailto:/i, '') || openid || sha1;
  return known ?? (actor.member ?? []).map(actorName).join(', ');
}

/** The entry of a language map that fits best: exact tag, then primary part, then English, then whatever comes first. */
export function inLanguage(map: LanguageMap | undefined, languages: readonly string[]): string | undefined {
  const entries = Object.entries(map ?? {}).filter(([, text]) => text.trim() !== '');
  for (const wanted of [...languages, 'en']) {
    const exact = entries.find(([tag]) => tag.toLowerCase() === wanted.toLowerCase());
    const close = exact ?? entries.find(([tag]) => primary(tag) === primary(wanted));
    if (close !== undefined) return close[1];
  }
  return entries[0]?.[1];
}

function objectName(object: Statement['object'], languages: readonly string[]): string {
  switch (object.objectType) {
    case 'StatementRef':
      return object.id;
    case 'Agent':
    case 'Group':
      return actorName(object);
    case 'SubStatement': {
      const { actor, verb, object: inner } = statementWords(object, languages);
      return `${actor} ${verb} ${inner}`;
    }
    default:
      return inLanguage(object.definition?.name, languages) ?? object.id;
  }
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0]!;

/** `http://adlnet.gov/expapi/verbs/completed` → `completed`. */
const lastSegment = (iri: string): string => /([^/#]+)[/#]*$/.exec(iri)?.[1] ?? iri;
