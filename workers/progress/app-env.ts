import type { AppEnv } from '../shared/app.ts';
import type { Principal } from '../shared/rpc.ts';

/** Who asks for a course that delivery has launched: it has checked the credential. */
export interface Launched {
  readonly principal: Principal;
  /** The one registration whose statements may be read. */
  readonly registration: string;
}

/** `LAUNCHED` is set by the RPC alone; nothing that a request says can set it. */
export type ProgressBindings = ProgressEnv & { readonly LAUNCHED?: Launched };

/** Hono's environment of this Worker. */
export type ProgressApp = AppEnv<ProgressBindings>;
