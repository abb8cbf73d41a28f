import type { Json } from '../manifest-json.ts';
import type { AuthoredDocument, Block } from './document.ts';
import { blocksOf } from './document.ts';
import { LINE_CHARS_MAX } from './limits.ts';
import type { Take } from './take.ts';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Whether a `file` is an address elsewhere and no path inside the package. */
export const isOutside = (file: string): boolean => SCHEME.test(file);

/** A path inside the package, or an https address; anything else is a fault. */
export function readFileName(take: Take, from: Json, key: string, where: string): string {
  const file = take.text(from, key, where, LINE_CHARS_MAX);
  const fine = isOutside(file) ? /^https:\/\/[^/\s]+/i.test(file) : isInside(file);
  if (file !== '' && !fine) {
    take.wrong(`${where}.${key}`, 'the path of a file in the package, or an address that begins with https://');
  }
  return file;
}

/** A path inside the package: browsers load captions, and we load frames, from the course's own host only. */
export function readPath(take: Take, from: Json, key: string, where: string): string {
  const path = take.text(from, key, where, LINE_CHARS_MAX).replace(/\/$/, '');
  if (path !== '' && (isOutside(path) || !isInside(path))) take.wrong(`${where}.${key}`, 'a path in the package');
  return path;
}

/** A path that names a file below the document and climbs nowhere. */
const isInside = (path: string): boolean =>
  !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => !['', '.', '..'].includes(part));

export interface Mention {
  readonly file: string;
  /** JSON path of the member that names it. */
  readonly where: string;
}

/** Every file that the document's own members name; what its Markdown links to is not among them. */
export function* mentions(document: AuthoredDocument): Generator<Mention> {
  const logo = document.branding?.logo;
  if (logo !== undefined) yield { file: logo, where: '$.branding.logo' };
  for (const { block, where } of blocksOf(document)) yield* ofBlock(block, where);
}

function* ofBlock(block: Block, where: string): Generator<Mention> {
  switch (block.kind) {
    case 'image':
    case 'file':
      yield { file: block.file, where: `${where}.file` };
      return;
    case 'video':
    case 'audio':
      yield { file: block.file, where: `${where}.file` };
      if (block.kind === 'video' && block.poster !== undefined) yield { file: block.poster, where: `${where}.poster` };
      for (const [i, { file }] of block.captions.entries()) yield { file, where: `${where}.captions[${i}].file` };
      return;
    case 'html':
      if ('file' in block.source) yield { file: block.source.file, where: `${where}.file` };
  }
}
