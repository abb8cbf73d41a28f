import type { SessionData } from '../../domain/session/data.ts';
import type { Downstream } from './drain.ts';

/** The entrypoints of progress and api, as far as a session talks to them. */
interface Progress {
  admit(input: { tenant: string; statements: readonly object[] }): ReturnType<Downstream['admit']>;
  publish(input: { tenant: string; events: readonly object[] }): Promise<void>;
  xapi(
    request: Request,
    launched: { tenant: string; registration: string; course: { id: string; name: string } },
  ): Promise<Response>;
}
interface Api {
  noteRegistration(input: {
    tenant: string;
    registration: string;
    state: SessionData['state'];
    version: number;
  }): Promise<void>;
}

/** Where a session's outbox leads to, over the Worker's service bindings. */
export function downstreamOf(
  env: Pick<DeliveryEnv, 'API' | 'PROGRESS'>,
  { tenant, registration }: Pick<SessionData, 'tenant' | 'registration'>,
): Downstream {
  // `wrangler types` knows entrypoints of other Workers only by name.
  const progress = env.PROGRESS as unknown as Progress;
  const api = env.API as unknown as Api;
  return {
    admit: (statements) => progress.admit({ tenant, statements }),
    publish: (events) => progress.publish({ tenant, events }),
    note: (note) => api.noteRegistration({ tenant, registration, ...note }),
  };
}

/** Asks the store of statements as a launched activity of this session. */
export function askXapi(
  env: Pick<DeliveryEnv, 'PROGRESS'>,
  { tenant, registration, packageId, course }: SessionData,
  request: Request,
): Promise<Response> {
  const progress = env.PROGRESS as unknown as Progress;
  return progress.xapi(request, { tenant, registration, course: { id: packageId, name: course.title } });
}
