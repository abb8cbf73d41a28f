import { childOf, childrenOf, descend, textOf, type XmlElement } from '../xml/element.ts';

/** What the course says of itself in the LOM of its manifest (IMS Metadata 1.2.1, `general`). */
export interface CourseMetadata {
  readonly title?: string;
  readonly description?: string;
  readonly languages: readonly string[];
}

/** A course in more languages names them in vain: people see the first ones, and a row holds the list. */
const LANGUAGES_MAX = 20;

export function readMetadata(manifest: XmlElement): CourseMetadata {
  const general = descend(manifest, 'metadata', 'lom', 'general') ?? descend(manifest, 'metadata', 'record', 'general');
  if (general === undefined) return { languages: [] };
  const title = langstring(childOf(general, 'title'));
  const description = langstring(childOf(general, 'description'));
  const languages = childrenOf(general, 'language').flatMap((element) => languageTag(textOf(element)));
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    languages: [...new Set(languages)].slice(0, LANGUAGES_MAX),
  };
}

/** The first of the texts in several languages; some tools write the text without a `langstring` around it. */
const langstring = (element: XmlElement | undefined): string | undefined =>
  element === undefined
    ? undefined
    : (textOf(childOf(element, 'langstring')) ?? textOf(childOf(element, 'string')) ?? textOf(element));

/** A language tag in form; tools also write “none”, “x-none” and names of languages. */
function languageTag(text: string | undefined): string[] {
  const tag = text?.replace('_', '-');
  return tag !== undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(tag) ? [tag] : [];
}
