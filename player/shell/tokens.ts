/** The token that this tab plays with: from the link the first time, from the tab's own storage after a reload. */
const keyOf = (session: string): string => `lectern.session.${session}`;

/** Reads the address; a launch token is taken out of it, so that it neither stays in the history nor is shared. */
export function takeLaunchToken(): { session: string; launchToken: string | undefined } {
  const url = new URL(location.href);
  const session = decodeURIComponent(url.pathname.split('/')[2] ?? '');
  const launchToken = url.searchParams.get('launch') ?? undefined;
  if (launchToken !== undefined) {
    url.searchParams.delete('launch');
    history.replaceState(null, '', url);
  }
  return { session, launchToken };
}

/** Storage may be forbidden by the browser's settings; then a reload needs the link again. */
export function rememberToken(session: string, token: string): void {
  try {
    sessionStorage.setItem(keyOf(session), token);
  } catch {}
}

export function rememberedToken(session: string): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(session)) ?? undefined;
  } catch {
    return undefined;
  }
}
