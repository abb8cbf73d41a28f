import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { parseId } from '../../domain/kernel/ids.ts';
import { problem } from '../../domain/kernel/problem.ts';
import { type AppEnv, refuse } from '../shared/app.ts';
import { requireScope } from '../shared/auth.ts';
import { type ApiRpc, rpcOf } from '../shared/rpc.ts';
import { admitToSession, bearerOf } from './access.ts';

type DeliveryContext = Context<AppEnv<DeliveryEnv>>;

/** An operator of any tenant; the handler reads the tenant from the principal. */
export const operator = requireScope<DeliveryEnv>((env) => rpcOf<ApiRpc>(env.API));

const idOf = (c: DeliveryContext): string => c.req.param('id') ?? '';

/** An operator of the tenant that the session in the path belongs to; to others there is no such session. */
export const operatorOfSession = createMiddleware<AppEnv<DeliveryEnv>>((c, next) =>
  operator(c, async () => {
    const id = parseId(idOf(c), 'ses');
    if (id.ok && id.value.tenant === c.get('principal').tenant) return next();
    c.res = refuse(c, problem('not_found', 'There is no session with this id.'));
  }),
);

/** The player with this session's token, or an operator of its tenant. */
export const playerOrOperator = createMiddleware<AppEnv<DeliveryEnv>>(async (c, next) => {
  const player = await admitToSession(c.env, bearerOf(c.req.raw.headers), { audience: 'session', session: idOf(c) });
  return player === null ? operatorOfSession(c, next) : next();
});

/** The player with this session's token. */
export const player = createMiddleware<AppEnv<DeliveryEnv>>(async (c, next) => {
  const claims = await admitToSession(c.env, bearerOf(c.req.raw.headers), { audience: 'session', session: idOf(c) });
  if (claims !== null) return next();
  return refuse(c, problem('unauthorized', 'Send the session token of this session.', 'Authorization'));
});
