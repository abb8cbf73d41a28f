import { isXapiScope, normalScopes, type XapiScope } from './scope.ts';

/** What the tokens of an issuer may do: the same for all, or what a claim of each says. */
export type Grants =
  | { readonly scopes: readonly XapiScope[] }
  | {
      /** A member's name, or a JSON Pointer. */
      readonly claim: string;
      /** What each value of the claim grants; absent: values are names of scopes. */
      readonly values?: Readonly<Record<string, readonly XapiScope[]>> | undefined;
    };

export type Claims = Readonly<Record<string, unknown>>;

/** [ACC-3] [ACC-5] The scopes that a token with these claims has. */
export function grantedScopes(grants: Grants, claims: Claims): XapiScope[] {
  if ('scopes' in grants) return normalScopes(grants.scopes);
  const { claim, values } = grants;
  const granted = (value: string): readonly XapiScope[] => {
    if (values === undefined) return isXapiScope(value) ? [value] : [];
    return Object.hasOwn(values, value) ? values[value]! : [];
  };
  return normalScopes(valuesOf(claimAt(claims, claim)).flatMap(granted));
}

function valuesOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}

/** [ACC-4] Names of claims may be addresses with dots in them, so a path is told by its leading slash. */
function claimAt(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return own(claims, name);
  const steps = name.slice(1).split('/');
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<unknown>(own, claims);
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
