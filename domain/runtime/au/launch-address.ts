/** The address that an activity is launched with: its own, and what the launch adds (cmi5 Quartz, 8.1; launch of Tin Can). */

/**
 * [AU-2] Adds parameters to an address that may have a query and a fragment of its own, each value percent-encoded, a
 * space never as a plus: not every activity decodes one.
 */
export function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const [, before = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(address)!;
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const joint = before.includes('?') ? (/[?&]$/.test(before) ? '' : '&') : '?';
  return `${before}${joint}${added.join('&')}${fragment}`;
}
