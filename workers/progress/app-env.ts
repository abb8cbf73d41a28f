import type { AppEnv } from '../shared/app.ts';

/** Hono's environment of this Worker. */
export type ProgressApp = AppEnv<ProgressEnv>;
