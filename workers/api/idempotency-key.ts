import { honourKeys, type KeyOptions } from '../shared/idempotent.ts';
import { contentFor } from './http.ts';
import { idempotencyBegin, idempotencyEnd } from './idempotency.ts';

/** Honours `Idempotency-Key`; api keeps the keys itself. */
export const idempotent = (options?: KeyOptions) =>
  honourKeys<ApiEnv>((c) => {
    const content = contentFor(c);
    return {
      begin: (input) => idempotencyBegin(content, input),
      end: (input) => idempotencyEnd(content, input),
    };
  }, options);
