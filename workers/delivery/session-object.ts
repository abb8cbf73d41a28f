import type { PlaySessionRpc } from '../../durable-objects/play-session/contract.ts';

/**
 * The object of a session. `wrangler types` knows the class only by name here, so this is the one place where its
 * contract is put on it.
 */
export const sessionObject = (env: Pick<DeliveryEnv, 'PLAY_SESSION'>, sessionId: string): PlaySessionRpc =>
  env.PLAY_SESSION.getByName(sessionId) as unknown as PlaySessionRpc;
