import type { ArgsDef } from 'citty';
import { isXapiScope, XAPI_SCOPES, type XapiScope } from '../../domain/access/scope.ts';
import { Failure } from '../errors.ts';

/** What credentials and issuers may do, as commands are told it. */
export const scopes = {
  scopes: { type: 'string', description: `What it may do: ${XAPI_SCOPES.join(', ')}`, valueHint: 'SCOPE,SCOPE' },
} as const satisfies ArgsDef;

/** `statements/write,state` as a list; a name that is no scope is refused with those that are. */
export function scopesOf(text: string, option = 'scopes'): XapiScope[] {
  return text.split(/[,+]/).map((part) => {
    const scope = part.trim();
    if (isXapiScope(scope)) return scope;
    throw new Failure(`--${option}: ${scope === '' ? 'a scope is missing' : `${scope} is no scope`}.`, {
      remedy: `There are: ${XAPI_SCOPES.join(', ')}.`,
    });
  });
}

/** `writer=statements/write+state,reader=all/read` as a table of what each value grants. */
export function mapOf(text: string): Record<string, XapiScope[]> {
  const rows = text.split(',').map((row) => {
    // A value may be an address with an equals sign in it, a scope has none.
    const at = row.lastIndexOf('=');
    if (at > 0) return [row.slice(0, at).trim(), scopesOf(row.slice(at + 1), 'map')] as const;
    throw new Failure(`--map: ${row} says nothing.`, { remedy: 'Give VALUE=SCOPE, or VALUE=SCOPE+SCOPE,VALUE=SCOPE.' });
  });
  return Object.fromEntries(rows);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `24h`, `30m`, `7d`, `90s` or `0` as seconds. */
export function secondsOf(text: string, option: string): number {
  const [, count, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  if (count !== undefined && (count === '0' || text.endsWith(unit))) return Number(count) * UNITS[unit]!;
  throw new Failure(`--${option} ${text} is no duration.`, { remedy: 'Give 90s, 30m, 24h, 7d, or 0 for at once.' });
}
