import type { AppEnv } from '../shared/app.ts';

/** What every handler of api finds in its context. */
export type ApiAppEnv = AppEnv<ApiEnv>;
