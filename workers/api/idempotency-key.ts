import { honourKeys } from '../shared/idempotent.ts';
import { contentFor } from './http.ts';
import { idempotencyBegin, idempotencyEnd } from './idempotency.ts';

/** Honours `Idempotency-Key`; api keeps the keys itself. `leaseSeconds`: the longest that the request may take. */
export const idempotent = (leaseSeconds?: number) =>
  honourKeys<ApiEnv>((c) => {
    const content = contentFor(c);
    return {
      begin: (input) => idempotencyBegin(content, input),
      end: (input) => idempotencyEnd(content, input),
    };
  }, leaseSeconds);
