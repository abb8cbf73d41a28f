import { isLanguageTag, LANGUAGES_MAX } from './language-tag.ts';
import { object, text } from './manifest-json.ts';
import { attributeOf, type XmlElement } from './xml/element.ts';

/** Texts by language tag (BCP 47), as xAPI has them; `und` for a text that does not say its language. */
export type LanguageMap = Readonly<Record<string, string>>;

const UNDETERMINED = 'und';

/**
 * The texts of elements with a `lang`, trimmed; empty ones are left out, and of two in one language the first counts. What is no
 * tag says nothing of the language: statements and manifests that are made of the map could not hold it.
 */
export function languageMap(elements: readonly XmlElement[]): LanguageMap {
  const texts = new Map<string, string>();
  for (const element of elements) {
    const text = element.text.trim();
    const tag = attributeOf(element, 'lang');
    const language = tag !== undefined && isLanguageTag(tag) ? tag : UNDETERMINED;
    if (text !== '' && !texts.has(language)) texts.set(language, text);
  }
  return Object.fromEntries(texts);
}

/** The first text, in one line. */
export const firstText = (map: LanguageMap): string | undefined => Object.values(map)[0]?.replace(/\s+/g, ' ');

/** The first languages that the map names. */
export const languagesOf = (map: LanguageMap): string[] =>
  Object.keys(map)
    .filter((tag) => tag !== UNDETERMINED)
    .slice(0, LANGUAGES_MAX);

/** Reads a map from the JSON of a manifest. */
export function readLanguageMap(json: unknown, where: string): LanguageMap {
  const from = object(json, where);
  return Object.fromEntries(Object.keys(from).map((tag) => [tag, text(from, tag, where)]));
}
