/**
 * Puts a script at the beginning of a page's head, without touching another byte: pages of courses are in every encoding,
 * and those that count here write markup in ASCII.
 */

/** How far into a page its head begins at the latest; what comes before is a doctype, comments and white space. */
export const HEAD_BYTES = 64 * 1024;

/** Where to insert (bytes from the beginning), and what: undefined for pages whose markup is not ASCII (UTF-16). */
export function scriptedAt(page: Uint8Array): number | undefined {
  const [a, b] = page;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || b === 0) return undefined;
  const start = page.subarray(0, HEAD_BYTES);
  let text = '';
  for (let i = 0; i < start.length; i += 4096) text += String.fromCharCode(...start.subarray(i, i + 4096));
  // Comments keep their length: they may hold tags that count for nothing.
  const bare = text.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => ' '.repeat(comment.length));
  // Tags end before the next one begins, so that no text is read again and again from each of its tags to its end.
  for (const pattern of [/<head(\s[^<>]*)?>/i, /<html(\s[^<>]*)?>/i, /<!doctype[^<>]*>/i]) {
    const found = pattern.exec(bare);
    if (found !== null) return found.index + found[0].length;
  }
  return a === 0xef && b === 0xbb ? 3 : 0;
}

/** The script element for a page, with the way from the page to the root of the package. */
export const scriptTag = (page: string, script: string): string =>
  `<script src="${'../'.repeat(page.split('/').length - 1)}${script}"></script>`;

export const isPage = (path: string): boolean => /\.(x?html?)$/i.test(path);
