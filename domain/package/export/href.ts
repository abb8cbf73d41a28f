import { encodePart } from '../../kernel/percent.ts';

/** What a URI may hold in a path without being encoded (RFC 3986, 3.3), so that ordinary names stay readable. */
const READABLE = /%(?:21|24|26|27|28|29|2A|2B|2C|3B|3D|3A|40)/g;

/** A path in the package as an href: percent-encoded part by part. */
export const hrefOf = (path: string): string => {
  const href = path
    .split('/')
    .map((part) => encodePart(part).replace(READABLE, decodeURIComponent))
    .join('/');
  // A colon in the first part would be read as a scheme (RFC 3986, 4.2).
  return /^[^/]*:/.test(href) ? `./${href}` : href;
};
