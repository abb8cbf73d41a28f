import { ISO_DURATION } from '../duration.ts';
import { LANGUAGES_MAX } from '../language-tag.ts';
import { optional } from '../manifest-json.ts';
import type { CatalogEntry, Metadata } from '../metadata.ts';
import { childOf, childrenOf, descend, textOf, type XmlElement } from '../xml/element.ts';

/** What searching needs; all of it stays in the file. */
const KEYWORDS_MAX = 50;
const IDENTIFIERS_MAX = 10;
const DESCRIPTION_CHARS_MAX = 2_000;
const WORD_CHARS_MAX = 500;

/**
 * What a LOM says that searching and people need: IMS Metadata 1.2.1 (SCORM 1.2) and IEEE LOM (SCORM 2004), whose names differ
 * in case and in the elements around texts. Undefined when there is nothing of it.
 */
export function readLom(lom: XmlElement): Metadata | undefined {
  const general = childOf(lom, 'general');
  const said: Metadata = {
    ...(general === undefined ? {} : readGeneral(general)),
    ...optional('learningTime', durationOf(descend(lom, 'educational', 'typicalLearningTime'))),
    ...optional('duration', durationOf(descend(lom, 'technical', 'duration'))),
  };
  return Object.keys(said).length === 0 ? undefined : said;
}

function readGeneral(general: XmlElement): Metadata {
  const one = (name: string): string | undefined => langstrings(childOf(general, name))[0];
  const keywords = childrenOf(general, 'keyword').flatMap(langstrings).map(word);
  const languages = childrenOf(general, 'language').flatMap((element) => languageTag(textOf(element)));
  const identifiers = [...childrenOf(general, 'identifier'), ...childrenOf(general, 'catalogentry')].flatMap(entryOf);
  return {
    ...optional('title', one('title')),
    ...optional('description', one('description')),
    ...some('keywords', [...new Set(keywords)].slice(0, KEYWORDS_MAX)),
    ...some('languages', [...new Set(languages)].slice(0, LANGUAGES_MAX)),
    ...some('identifiers', identifiers.slice(0, IDENTIFIERS_MAX)),
  };
}

/** The metadata as it stands at a part or a file: a long description is cut there. */
export const shortened = (said: Metadata): Metadata => ({
  ...said,
  ...optional('title', said.title?.slice(0, WORD_CHARS_MAX)),
  ...optional('description', said.description?.slice(0, DESCRIPTION_CHARS_MAX)),
});

const some = <K extends string, T>(key: K, values: readonly T[]): { [key in K]?: readonly T[] } =>
  optional(key, values.length === 0 ? undefined : values);

const word = (text: string): string => text.slice(0, WORD_CHARS_MAX);

/** Texts in several languages; some tools write the text without a `langstring` around it. */
function langstrings(element: XmlElement | undefined): string[] {
  if (element === undefined) return [];
  const inner = [...childrenOf(element, 'langstring'), ...childrenOf(element, 'string')];
  return (inner.length === 0 ? [element] : inner).flatMap((each) => textOf(each) ?? []);
}

/** IEEE LOM: catalog and entry; IMS: the text alone, or an entry that is a langstring. */
function entryOf(element: XmlElement): CatalogEntry[] {
  const inner = childOf(element, 'entry');
  const entry = inner === undefined ? textOf(element) : langstrings(inner)[0];
  if (entry === undefined) return [];
  return [
    { ...optional('catalog', textOf(childOf(element, 'catalog'))?.slice(0, WORD_CHARS_MAX)), entry: word(entry) },
  ];
}

/** A language tag in form; tools also write “none”, “x-none” and names of languages. */
function languageTag(text: string | undefined): string[] {
  const tag = text?.replace('_', '-');
  return tag !== undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(tag) ? [tag] : [];
}

/** IMS Metadata 1.2.1 has a `datetime` here, which tools write as a time of day. */
const CLOCK = /^(?:0+-0+-0+T)?(\d{1,4}):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** An ISO 8601 duration; what is none and cannot be read as one is left out. */
function durationOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const text = textOf(childOf(element, 'duration')) ?? textOf(childOf(element, 'datetime')) ?? textOf(element);
  if (text === undefined || ISO_DURATION.test(text)) return text?.slice(0, WORD_CHARS_MAX);
  const clock = CLOCK.exec(text);
  if (clock === null) return undefined;
  const [hours, minutes, seconds] = clock.slice(1).map((digits) => Number(digits ?? 0));
  return `PT${hours}H${minutes}M${seconds}S`;
}
