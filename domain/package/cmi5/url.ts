import type { PackageFiles } from '../files.ts';
import { type LaunchAddress, launchAt } from '../launch-address.ts';
import { type Finding, finding, quote } from '../report.ts';

/** cmi5, 8.1: what the launch itself adds to the address of an AU. */
const LAUNCH_PARAMETERS = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'];

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** RFC 1738, 2.2, generous towards letters that are not ASCII. */
const UNSAFE = /[\s<>"{}|\\^`]|%(?![0-9a-f]{2})/i;
/** RFC 1738, 3.1 and 3.3; only addresses of the web need a host. */
const HOST_MISSING = /^https?:(?!\/\/[^/?#])/i;

export interface UrlInput {
  readonly files: PackageFiles;
  /** `path:line`, for findings. */
  readonly where: string;
}

/** The `url` of an AU (13.1.4; 14.1 and 14.2 on what relative and full addresses may name). `text` is trimmed. */
export function readAuUrl(text: string, { files, where }: UrlInput): LaunchAddress {
  const refused = (code: Finding['code'], message: string): LaunchAddress => ({
    finding: finding(code, message, where),
  });
  const name = quote(text);
  const full = SCHEME.test(text);
  if (text === '') return refused('cmi5_structure_invalid', 'The url of an AU is empty.');
  if (full && (UNSAFE.test(text) || HOST_MISSING.test(text)))
    return refused('launch_url_invalid', `The address ${name} is not a valid URL.`);
  const taken = reservedIn(text);
  if (taken !== undefined) {
    const message = `The address ${name} has a parameter ${quote(taken)}, which the launch itself sets.`;
    return refused('launch_parameter_reserved', message);
  }
  if (!full && files.byPath.size === 1) {
    return refused('launch_url_relative', `The address ${name} names a file, but the course structure came alone.`);
  }
  return launchAt(text, { files, where, what: 'An AU' });
}

/** The first name in the query that belongs to the launch. */
function reservedIn(url: string): string | undefined {
  const query = /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
  const names = query.split('&').map((pair) => decode(pair.split('=')[0]!));
  return names.find((name) => LAUNCH_PARAMETERS.includes(name));
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // No percent encoding, so none that hides the name of a parameter.
    return name;
  }
}
