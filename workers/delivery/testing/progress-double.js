// Stands in for progress in tests of delivery: keeps what it is told, and fails or refuses when told to.
import { WorkerEntrypoint } from 'cloudflare:workers';

const calls = [];
const statements = new Map();
const events = new Map();
const xapi = [];
let mode = 'accept';
let refuse = '';

export class ProgressRpc extends WorkerEntrypoint {
  admit(input) {
    if (mode === 'fail') throw new Error('progress is away');
    if (mode === 'busy') return { problem: { code: 'too_many_requests', detail: 'Later.' } };
    if (input.statements.some(({ id }) => id === refuse)) {
      return { problem: { code: 'statement_conflict', detail: 'Another statement has this id.' } };
    }
    calls.push(['admit', input.statements.map(({ id }) => id)]);
    for (const statement of input.statements) statements.set(statement.id, { tenant: input.tenant, statement });
    return { stored: new Date().toISOString() };
  }
  publish(input) {
    if (mode === 'fail') throw new Error('progress is away');
    calls.push(['publish', input.events.map(({ id }) => id)]);
    for (const event of input.events) events.set(event.id, event);
  }
  // What has passed delivery's door: kept and answered with a status, as a store would.
  async xapi(request, launched) {
    if (mode === 'fail') throw new Error('progress is away');
    if (mode === 'busy') return new Response('{"code":"too_many_requests"}', { status: 429 });
    const { pathname, searchParams } = new URL(request.url);
    const { method } = request;
    const asked = { method, path: pathname, query: Object.fromEntries(searchParams), launched };
    const headers = Object.fromEntries(request.headers);
    const body = await request.text();
    xapi.push({ ...asked, headers, body });
    if (pathname !== '/xapi/statements' || method === 'GET') return Response.json(asked, { status: 200 });
    const told = [JSON.parse(body.startsWith('--') ? /\r\n\r\n(.*?)\r\n--/s.exec(body)[1] : body)].flat();
    const ids = told.map(({ id }) => id ?? searchParams.get('statementId') ?? crypto.randomUUID());
    if (ids.includes(refuse)) return Response.json({ code: 'statement_conflict' }, { status: 409 });
    for (const [i, statement] of told.entries()) {
      statements.set(ids[i], { tenant: launched.tenant, statement: { ...statement, id: ids[i] } });
    }
    return method === 'PUT' ? new Response(null, { status: 204 }) : Response.json(ids);
  }
  // For tests only:
  control(next) {
    mode = next.mode ?? 'accept';
    refuse = next.refuse ?? '';
  }
  seen(registration) {
    const mine = [...statements.values()].filter(({ statement }) => statement.context?.registration === registration);
    return {
      calls,
      xapi: xapi.filter(({ launched }) => launched.registration === registration),
      statements: mine.map(({ statement }) => statement),
      events: [...events.values()].filter(({ data }) => data.registration === registration),
    };
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
};
