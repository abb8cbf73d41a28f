/**
 * Public origins, told from the request that came in: the shell's host is configured, scheme and port are those of the
 * request, so one build serves any port here and 443 in production.
 */
export function shellOrigin(requestUrl: string, shellHost: string): string {
  const { protocol, port } = new URL(requestUrl);
  return `${protocol}//${shellHost}${port === '' ? '' : `:${port}`}`;
}

/** The content origin of a package: its id is a host label beside the shell's host. */
export function contentOrigin(requestUrl: string, shellHost: string, packageId: string): string {
  const { protocol, port } = new URL(requestUrl);
  return `${protocol}//${packageId}.${shellHost}${port === '' ? '' : `:${port}`}`;
}

/** The package that a host names, or undefined when it is no content host. */
export function packageOfHost(hostname: string, shellHost: string): string | undefined {
  if (!hostname.endsWith(`.${shellHost}`)) return undefined;
  const label = hostname.slice(0, -shellHost.length - 1);
  return label.includes('.') ? undefined : label;
}
