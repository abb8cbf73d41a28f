import { isIri, isLanguageTag } from '../formats.ts';
import { type Findings, has, isMembers, type Members, member } from './findings.ts';

export const IRI_FORM = { test: isIri, expected: 'an absolute IRI, such as https://example.com/x' };

/** [ST-14] A language map: RFC 5646 tags to strings. */
export function checkLanguageMap(value: Members, key: string, path: string, out: Findings): void {
  if (!has(value, key)) return;
  const map = value[key];
  const at = member(path, key);
  if (!isMembers(map)) {
    out.add(at, 'ST-14', 'This must be a language map: an object from language tags to strings.');
    return;
  }
  for (const tag in map) {
    if (!isLanguageTag(tag)) out.add(member(at, tag), 'ST-14', `"${tag}" is no language tag of RFC 5646.`);
    if (typeof map[tag] !== 'string') out.add(member(at, tag), 'ST-14', 'The text of a language must be a string.');
  }
}

/** Deeper extensions than this are refused: writing and comparing JSON recurses, and the stack has an end. */
export const MAX_EXTENSION_DEPTH = 64;

const isDeeperThan = (value: unknown, depth: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((item) => isDeeperThan(item, depth - 1)));

/** [ST-15] Extensions: keys are IRIs, values are anything, null too. */
export function checkExtensions(value: Members, path: string, out: Findings): void {
  if (!has(value, 'extensions')) return;
  const extensions = value.extensions;
  const at = member(path, 'extensions');
  if (!isMembers(extensions)) {
    out.add(at, 'ST-15', 'Extensions must be an object whose keys are IRIs.');
    return;
  }
  for (const key in extensions) {
    if (!isIri(key)) out.add(member(at, key), 'ST-15', `The extension key "${key}" must be an absolute IRI.`);
  }
  if (isDeeperThan(extensions, MAX_EXTENSION_DEPTH)) {
    out.add(at, 'ST-15', `Extensions may be nested at most ${MAX_EXTENSION_DEPTH} levels deep.`);
  }
}
