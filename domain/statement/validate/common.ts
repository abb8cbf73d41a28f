import { isIri, isLanguageTag } from '../formats.ts';
import { type Findings, isMembers, type TextForm } from './findings.ts';

const AN_IRI = 'an absolute IRI, such as https://example.com/x';

/** [ST-15] */
export const IRI_FORM: TextForm = { rule: 'ST-15', test: isIri, expected: AN_IRI };
/** [ST-5] */
export const IDENTIFIER_IRI_FORM: TextForm = { rule: 'ST-5', test: isIri, expected: AN_IRI };

/** [ST-14] A language map: RFC 5646 tags to strings. */
export function checkLanguageMap(map: unknown, out: Findings): void {
  if (!isMembers(map)) {
    out.add('ST-14', 'This must be a language map: an object from language tags to strings.');
    return;
  }
  for (const tag in map) {
    if (!isLanguageTag(tag)) out.addAt(tag, 'ST-14', `"${tag}" is no language tag of RFC 5646.`);
    if (typeof map[tag] !== 'string') out.addAt(tag, 'ST-14', 'The text of a language must be a string.');
  }
}

/** Deeper extensions than this are refused: writing and comparing JSON recurses, and the stack has an end. */
export const MAX_EXTENSION_DEPTH = 64;

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const key in value) if (isDeeperThan((value as Record<string, unknown>)[key], depth - 1)) return true;
  return false;
}

/** [ST-15] Extensions: keys are IRIs, values are anything, null too. */
export function checkExtensions(extensions: unknown, out: Findings): void {
  if (!isMembers(extensions)) {
    out.add('ST-15', 'Extensions must be an object whose keys are IRIs.');
    return;
  }
  for (const key in extensions) {
    if (!isIri(key)) out.addAt(key, 'ST-15', `The extension key "${key}" must be an absolute IRI.`);
  }
  if (isDeeperThan(extensions, MAX_EXTENSION_DEPTH)) {
    out.add('ST-15', `Extensions may be nested at most ${MAX_EXTENSION_DEPTH} levels deep.`);
  }
}
