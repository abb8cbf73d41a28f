/** As much of an LRS as a launched activity needs, which refuses what is no statement. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Heard {
  readonly id: string;
  readonly actor: unknown;
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string; readonly definition?: { readonly interactionType?: string } };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly context?: {
    readonly registration?: string;
    readonly contextActivities?: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

export interface SmallLrs {
  /** In the order of their arrival, each once. */
  readonly statements: Heard[];
  /** By stateId. */
  readonly states: Map<string, string>;
  /** Forgets everything. */
  clear(): void;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createSmallLrs(): SmallLrs {
  const statements: Heard[] = [];
  const states = new Map<string, string>();
  let tokens = 0;
  /** A session of cmi5 has begun whose AU has not asked for the preferences. */
  let launched = false;
  return {
    statements,
    states,
    clear() {
      statements.length = 0;
      states.clear();
      launched = false;
    },
    async answer(request, response) {
      const url = new URL(request.url!, 'http://localhost');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const say = (status: number, value?: unknown): void => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));
      };
      if (url.pathname === '/fetch') {
        tokens++;
        launched = true;
        return say(200, request.method === 'POST' ? { 'auth-token': `token${tokens}` } : { 'error-code': '3' });
      }
      if (!/^Basic ./.test(request.headers.authorization ?? '')) return say(401);
      if (request.headers['x-experience-api-version'] !== '1.0.3') return say(400);
      if (url.pathname === '/xapi/statements' && request.method === 'POST') {
        // cmi5 11.0.0.0-3 (d2): not before the AU has asked for the learner's preferences.
        if (launched) return say(403);
        const told = JSON.parse(body) as Heard[];
        for (const statement of told) if (!statements.some(({ id }) => id === statement.id)) statements.push(statement);
        return say(
          200,
          told.map(({ id }) => id),
        );
      }
      if (url.pathname === '/xapi/agents/profile' && url.searchParams.get('profileId') === 'cmi5LearnerPreferences') {
        launched = false;
        return say(200, { languagePreference: 'en', audioPreference: 'on' });
      }
      if (url.pathname !== '/xapi/activities/state') return say(404);
      const id = url.searchParams.get('stateId')!;
      if (request.method === 'PUT') {
        states.set(id, body);
        return say(204);
      }
      const text = states.get(id);
      return text === undefined ? say(404) : say(200, text);
    },
  };
}
