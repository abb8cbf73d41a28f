import type { z } from '@hono/zod-openapi';
import { sessionIdOf } from '../../domain/kernel/ids.ts';
import { problem } from '../../domain/kernel/problem.ts';
import { isNewEnough, PLAYER_VERSION } from '../../domain/package/player-version.ts';
import type { SessionView } from '../../domain/session/contract.ts';
import { PAGE_MAX } from '../shared/pages.ts';
import { type ApiRpc, type Refused, type RegistrationRecord, rpcOf } from '../shared/rpc.ts';
import type { PlaySession, PlaySessionRequest } from './schemas.ts';
import { sessionObject } from './session-object.ts';

type Wish = z.infer<typeof PlaySessionRequest>;

export interface Opened {
  readonly session: Omit<z.infer<typeof PlaySession>, 'launchUrl'>;
  /** False: the registration was there, and the session goes on. */
  readonly created: boolean;
}

/**
 * Finds or makes learner, registration and session. Safe to repeat, but for `restart`: each one is another take. A take
 * that was given up cannot go on, so launching again begins the next one.
 */
export async function openSession(env: DeliveryEnv, tenant: string, wish: Wish): Promise<Opened | Refused> {
  const { packageId, learner, restart = false } = wish;
  const registered = await rpcOf<ApiRpc>(env.API).openRegistration({ tenant, packageId, learner, restart });
  if ('problem' in registered) return registered;
  const id = sessionIdOf(tenant, registered.registration);
  const view = await viewOf(env, id, registered);
  if ('problem' in view) return view;
  if (view.state === 'abandoned' && !restart) return openSession(env, tenant, { ...wish, restart: true });
  if (registered.created && registered.take > 1) await abandonEarlier(env, registered);
  const { registration, learner: known, take, createdAt, created } = registered;
  const session = { id, registration, state: view.state, packageId, learner: known, take, createdAt };
  return { session, created };
}

/** The session's view; makes the session when a registration has none yet (it is new, or its maker was cut off). */
async function viewOf(env: DeliveryEnv, id: string, registered: RegistrationRecord): Promise<SessionView | Refused> {
  const object = sessionObject(env, id);
  if (!registered.created) {
    const known = await object.view();
    if ('view' in known) return known.view;
  }
  const { tenant, registration, packageId, learner } = registered;
  const api = rpcOf<ApiRpc>(env.API);
  const [found, owner] = await Promise.all([api.package(tenant, packageId), api.tenant(tenant)]);
  if (found === null || owner === null) return { problem: problem('not_found', 'There is no package with this id.') };
  const { manifest } = found;
  if (!isNewEnough(manifest)) {
    const detail = `The course needs version ${manifest.minPlayerVersion} of the player; this is ${PLAYER_VERSION}.`;
    return { problem: problem('format_not_playable', detail) };
  }
  const init = { id, tenant, registration, packageId, learner, homePage: owner.homePage, manifest };
  return (await object.create(init)).view;
}

/** The learner has begun anew: earlier takes that are not complete are given up. One that is cut off is made up next time. */
async function abandonEarlier(env: DeliveryEnv, { tenant, registration, packageId, learner }: RegistrationRecord) {
  const wanted = { tenant, learnerId: learner.id, packageId, limit: PAGE_MAX };
  const earlier = await rpcOf<ApiRpc>(env.API).listRegistrations(wanted);
  if ('problem' in earlier) return;
  for (const item of earlier.items) {
    const over = item.state === 'completed' || item.state === 'abandoned';
    if (item.registration !== registration && !over) {
      await sessionObject(env, sessionIdOf(tenant, item.registration)).abandon();
    }
  }
}
