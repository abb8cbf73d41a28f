import { WorkerEntrypoint } from 'cloudflare:workers';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { clientAuthority } from '../../domain/statement/authority.ts';
import type { ProgressRpc as Contract, Refused, Scope } from '../shared/rpc.ts';
import { publishEvents } from './services/announce.ts';
import { appendStatements } from './services/append.ts';
import { apiOf } from './services/bindings.ts';
import { tenantRecord } from './services/tenants.ts';
import { xapi } from './xapi/app.ts';

/** Events that one call may publish, as the contract says. */
const MAX_PUBLISH_EVENTS = 100;
/** Whom the statements of played sessions are attributed to. */
const DELIVERY = { id: 'lectern', name: 'Lectern' };

/** What a launched course may do at all; delivery narrows it down to its session. */
const LAUNCHED_SCOPES: readonly Scope[] = ['statements/write', 'statements/read', 'state', 'profile'];

/** What delivery may ask: see the contract in `workers/shared/rpc.ts`. */
export class ProgressRpc extends WorkerEntrypoint<ProgressEnv> implements Contract {
  async admit(input: Parameters<Contract['admit']>[0]): Promise<{ readonly stored: string } | Refused> {
    const tenant = await tenantRecord(apiOf(this.env), input.tenant);
    const appended = await appendStatements(this.env, tenant, clientAuthority(tenant.homePage, DELIVERY), {
      input: input.statements,
      define: true,
    });
    return appended.ok ? { stored: appended.value.stored } : { problem: appended.error };
  }

  async xapi(request: Request, launched: Parameters<Contract['xapi']>[1]): Promise<Response> {
    const { id, region, homePage } = await tenantRecord(apiOf(this.env), launched.tenant);
    const { course } = launched;
    const principal = {
      tenant: id,
      region,
      credential: course.id,
      name: course.name,
      scopes: LAUNCHED_SCOPES,
      authority: clientAuthority(homePage, course),
    };
    const env = { ...this.env, LAUNCHED: { principal, registration: launched.registration } };
    return xapi.fetch(request, env, this.ctx);
  }

  async publish(input: { tenant: string; events: readonly CloudEvent[] }): Promise<void> {
    if (input.events.length > MAX_PUBLISH_EVENTS) throw new Error(`at most ${MAX_PUBLISH_EVENTS} events a call`);
    if (input.events.some((event) => event.tenant !== input.tenant)) {
      throw new Error('an event belongs to the feed of its own tenant');
    }
    await publishEvents(this.env, input.tenant, input.events);
  }
}
