/** What a file of statements may be, by its first bytes. */
export type FileKind = 'empty' | 'archive' | 'gzip' | 'array' | 'lines';

/** Enough to pass a byte order mark and some blank lines. */
export const SNIFF_BYTES = 64;

/** `head`: the first `SNIFF_BYTES` of the file, or all of it. */
export function sniff(head: Uint8Array): FileKind {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x50 && head[1] === 0x4b) return 'archive';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const [first] = new TextDecoder().decode(head).trimStart();
  return first === '[' ? 'array' : 'lines';
}
