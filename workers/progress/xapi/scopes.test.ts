import { beforeAll, describe, expect, it, vi } from 'vitest';
import { lifeStatement, migrate, xapi } from '../testing/support.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const agent = JSON.stringify({ mbox: 'mailto:scopes@example.com' });
const activityId = 'https://example.com/scopes';
const query = (entries: Record<string, string>) => new URLSearchParams(entries).toString();

/** A request of each kind that would succeed, or find nothing, for who may do anything. */
const REQUESTS = {
  'read statements': (as: string) => xapi('/statements?limit=1', { as }),
  'write statements': (as: string) =>
    xapi('/statements', {
      as,
      method: 'POST',
      body: lifeStatement('scored', { registration: crypto.randomUUID() }),
    }),
  'read state': (as: string) => xapi(`/activities/state?${query({ activityId, agent })}`, { as }),
  'write state': (as: string) => put(as, `/activities/state?${query({ activityId, agent, stateId: 's' })}`),
  'remove state': (as: string) =>
    xapi(`/activities/state?${query({ activityId, agent, stateId: 's' })}`, { as, method: 'DELETE' }),
  'read activity profile': (as: string) => xapi(`/activities/profile?${query({ activityId })}`, { as }),
  'write activity profile': (as: string) =>
    put(as, `/activities/profile?${query({ activityId, profileId: crypto.randomUUID() })}`),
  'read agent profile': (as: string) => xapi(`/agents/profile?${query({ agent })}`, { as }),
  'write agent profile': (as: string) => put(as, `/agents/profile?${query({ agent, profileId: crypto.randomUUID() })}`),
  'look up an activity': (as: string) => xapi(`/activities?${query({ activityId })}`, { as }),
  'look up an agent': (as: string) => xapi(`/agents?${query({ agent })}`, { as }),
  'read about': (as: string) => xapi('/about', { as }),
};
type Kind = keyof typeof REQUESTS;
const put = (as: string, path: string) =>
  xapi(path, { as, method: 'PUT', body: {}, headers: { 'if-none-match': '*' } });

const KINDS = Object.keys(REQUESTS) as Kind[];
const LOOK_UP: Kind[] = ['look up an activity', 'look up an agent', 'read about'];
const READ: Kind[] = ['read statements', 'read state', 'read activity profile', 'read agent profile', ...LOOK_UP];
const PROFILES = KINDS.filter((kind) => kind.includes('profile'));
const STATE: Kind[] = ['read state', 'write state', 'remove state'];

/** Communication 4.2.2: what each scope allows; with that scope alone, everything else is 403. */
const ALLOWED: Readonly<Record<string, readonly Kind[]>> = {
  'statements/write': ['write statements', 'read about'],
  'statements/read/mine': ['read statements', ...LOOK_UP],
  'statements/read': ['read statements', ...LOOK_UP],
  state: [...STATE, ...LOOK_UP],
  profile: [...PROFILES, ...LOOK_UP],
  define: LOOK_UP,
  'all/read': READ,
  all: KINDS,
};

describe('scopes, each alone', () => {
  it.each(Object.entries(ALLOWED))('[XAPI-1] [XDOC-1] %s', async (scope, allowed) => {
    const refused: Kind[] = [];
    for (const kind of KINDS) {
      const { status } = await REQUESTS[kind](`only-${scope}`);
      if (status === 403) refused.push(kind);
      else expect([kind, status < 300 || status === 412]).toEqual([kind, true]);
    }
    expect(KINDS.filter((kind) => !refused.includes(kind)).sort()).toEqual([...allowed].sort());
  });
  it('[XAPI-1] a scope that nobody knows allows nothing but what needs none', async () => {
    for (const kind of KINDS) {
      expect([kind, (await REQUESTS[kind]('only-nothing')).status]).toEqual([kind, kind === 'read about' ? 200 : 403]);
    }
  });
});
