// Stands in for progress in tests of delivery: keeps what it is told, and fails or refuses when told to.
import { WorkerEntrypoint } from 'cloudflare:workers';

const calls = [];
const statements = new Map();
const events = new Map();
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
  // For tests only:
  control(next) {
    mode = next.mode ?? 'accept';
    refuse = next.refuse ?? '';
  }
  seen(registration) {
    const mine = [...statements.values()].filter(({ statement }) => statement.context?.registration === registration);
    return {
      calls,
      statements: mine.map(({ statement }) => statement),
      events: [...events.values()].filter(({ data }) => data.registration === registration),
    };
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
};
