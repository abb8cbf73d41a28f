import { isXapiScope, type XapiScope } from '../../domain/access/scope.ts';

/** What the values of a claim grant. */
export type Values = Readonly<Record<string, readonly XapiScope[]>>;

/**
 * Reads lines of `value = scope, scope`; no lines are no table. What is no such line is given back as it stands, to be
 * shown.
 */
export function readValues(text: string): { readonly values: Values | undefined } | { readonly wrong: string } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows: [string, XapiScope[]][] = [];
  for (const line of lines) {
    // A value may be an address with an equals sign in it, a scope has none.
    const at = line.lastIndexOf('=');
    const value = line.slice(0, Math.max(at, 0)).trim();
    const scopes = line
      .slice(at + 1)
      .split(',')
      .map((scope) => scope.trim());
    if (value === '' || !scopes.every(isXapiScope)) return { wrong: line.trim() };
    rows.push([value, scopes]);
  }
  return { values: rows.length === 0 ? undefined : Object.fromEntries(rows) };
}

export const showValues = (values: Values | undefined): string =>
  Object.entries(values ?? {})
    .map(([value, scopes]) => `${value} = ${scopes.join(', ')}`)
    .join('\n');
