import { normalScopes, type XapiScope } from '../../domain/access/scope.ts';

/** Whether a scope comes with another one that is chosen, so that choosing it says nothing. */
export const isIncluded = (scope: XapiScope, chosen: readonly XapiScope[]): boolean =>
  chosen.some((other) => other !== scope && !normalScopes([scope, other]).includes(scope));
