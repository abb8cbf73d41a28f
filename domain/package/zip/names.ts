import { quote, refuse } from '../report.ts';
import { decodeCp437 } from './cp437.ts';
import { ZIP_LIMITS } from './limits.ts';

/** One for all names: in some runtimes each takes kilobytes, and a course has tens of thousands of names. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a name. The UTF-8 flag is believed when it is true; without it names that are UTF-8 anyway are taken as
 * such (most tools write it and forget the flag), everything else is code page 437 as the standard says.
 */
export function decodeName(raw: Uint8Array): string {
  try {
    return UTF8.decode(raw);
  } catch {
    return decodeCp437(raw);
  }
}

export interface SafePath {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly hadBackslash: boolean;
}

/** Windows drops dots and spaces at the end of a name: what is left of these is nothing, or the parent. */
const DOTS_AND_SPACES = /^[. ]+$/;

/** The path inside the package, or a thrown `Refusal` for names that could leave it (or that no file system has). */
export function safePath(name: string): SafePath {
  const hadBackslash = name.includes('\\');
  const slashed = name.replaceAll('\\', '/');
  if (name === '') throw refuse('zip_unsafe_path', 'A file in the ZIP has an empty name.');
  if (/\p{Cc}/u.test(name)) throw unsafe(name, 'has a control character in its name');
  if (slashed.startsWith('/')) throw unsafe(name, 'has an absolute path');
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  // Anywhere: a folder above it may be left out later, as the one that holds the course.
  if (parts.some((part) => /^[A-Za-z]:/.test(part))) throw unsafe(name, 'names a drive');
  if (parts.includes('..')) throw unsafe(name, 'points outside the package');
  if (parts.some((part) => DOTS_AND_SPACES.test(part))) throw unsafe(name, 'has a part of dots and spaces alone');
  if (parts.length > ZIP_LIMITS.maxDepth) {
    throw refuse('zip_path_too_long', `The file lies more than ${ZIP_LIMITS.maxDepth} folders deep.`, name);
  }
  return { path: parts.join('/'), isDirectory: slashed.endsWith('/') || parts.length === 0, hadBackslash };
}

const unsafe = (name: string, why: string) =>
  refuse('zip_unsafe_path', `The file ${quote(name)} in the ZIP ${why}.`, name);

/** What operating systems leave in archives and no course refers to. */
export function isNoise(path: string): boolean {
  const parts = path.split('/');
  const last = parts[parts.length - 1]!;
  return (
    parts.includes('__MACOSX') ||
    last === '.DS_Store' ||
    last.toLowerCase() === 'thumbs.db' ||
    last.toLowerCase() === 'desktop.ini'
  );
}
