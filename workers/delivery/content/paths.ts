/** Longer than any path that an import accepts, percent-encoded. */
const PATH_CHARS = 8192;

/**
 * The path inside the package that a URL's path asks for: percent-decoded once, without the leading slash. A `%` that
 * begins no escape stands for itself, because legacy courses link to `100%.html`. Undefined: no file can have this name.
 * The URL parser has removed `.` and `..` already, also in their encoded forms (WHATWG URL, 4.4); a path is looked up
 * in the package's index as a whole, so there is nothing to climb out of.
 */
export function packagePath(pathname: string): string | undefined {
  if (pathname.length > PATH_CHARS) return undefined;
  const path = decode(pathname.slice(1));
  return path === undefined || path === '' || path.includes('\0') ? undefined : path;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  } catch {
    return undefined; // escapes that are not UTF-8
  }
}
