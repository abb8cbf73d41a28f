import type { ReadInput } from '../format.ts';
import { type Finding, finding, quote, Refusal } from '../report.ts';
import { childOf, childrenOf, descend, textOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase } from './href.ts';
import { findFile } from './resources.ts';

/** What the course says of itself in the LOM of its manifest (IMS Metadata 1.2.1, `general`). */
export interface CourseMetadata {
  readonly title?: string;
  readonly description?: string;
  readonly languages: readonly string[];
}

/** A course in more languages names them in vain: people see the first ones, and a row holds the list. */
const LANGUAGES_MAX = 20;

type MetadataInput = Pick<ReadInput, 'files' | 'where' | 'xmlFile'>;

/** In the manifest itself, or in a file that it names (`adlcp:location`; CAM 1.2, 2.3.2.2; CAM 2004, 3.4.1.3). */
export async function readMetadata(
  manifest: XmlElement,
  input: MetadataInput,
  findings: Finding[],
): Promise<CourseMetadata> {
  const lom = descend(manifest, 'metadata', 'lom') ?? descend(manifest, 'metadata', 'record');
  const general = childOf(lom ?? (await outsideLom(manifest, input, findings)) ?? manifest, 'general');
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

async function outsideLom(
  manifest: XmlElement,
  { files, where, xmlFile }: MetadataInput,
  findings: Finding[],
): Promise<XmlElement | undefined> {
  const location = descend(manifest, 'metadata', 'location');
  const href = textOf(location);
  if (location === undefined || href === undefined) return undefined;
  const file = findFile(files, joinBase('', baseOf(manifest)), href);
  if (file === 'external') return undefined;
  const unread = (why: string): undefined => {
    const message = `The metadata of the course in ${quote(href)} cannot be read: ${why}`;
    findings.push(finding('metadata_unread', message, `${where}:${location.line}`));
    return undefined;
  };
  if (file === undefined) return unread('the file is not in the ZIP.');
  try {
    return (await xmlFile(file.path)).root;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return unread(thrown.finding.message);
  }
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
