import { describe, expect, it } from 'vitest';
import { agentOf, agentText } from './agent-text.ts';
import { takeToken } from './identity.ts';
import { problemOf, unreachable } from './problem.ts';
import { NO_FILTER, statementQuery } from './statements.ts';
import { retryDelayMs } from './streaming.ts';
import { countNew, prepend, TAIL_ROWS } from './tail-merge.ts';
import { withQuery } from './url.ts';

const FALLBACK = { title: 'Something went wrong', remedy: 'Try again.' };

describe('who is signed in', () => {
  it('[CON-1] a token is taken from the fragment and leaves nothing of itself in the address', () => {
    const at = 'http://lectern.localhost:4200/console/courses?q=golf';
    expect(takeToken(`${at}#token=demo-key.a_b-c`)).toEqual({ token: 'demo-key.a_b-c', href: at });
    expect(takeToken(`${at}#token=x&here=1`)).toEqual({ token: 'x', href: `${at}#here=1` });
    expect(takeToken(at)).toBeNull();
    expect(takeToken(`${at}#token=`)).toBeNull();
    expect(takeToken('http://lectern.localhost/console/?token=x')).toBeNull();
  });
});

describe('addresses', () => {
  it('[CON-2] a change leaves the rest as it is, and an empty value takes its name out', () => {
    expect(withQuery('/console/courses', '?q=a&sort=title', { q: 'b c' })).toBe('/console/courses?q=b+c&sort=title');
    expect(withQuery('/console/courses', '?q=a', { q: '' })).toBe('/console/courses');
    expect(withQuery('/x', '', {})).toBe('/x');
  });

  it('[CON-2] filters become a query of xAPI; what is related is asked for only where something is', () => {
    const filter = { ...NO_FILTER, related: 'true' };
    expect(statementQuery(filter, 'https://t.example', 50)).toBe('limit=50');
    const times = { since: '2026-01-31T12:00:00Z', until: '2026-02-01T12:00:00Z' };
    const asked = { ...filter, ...times, verb: 'v:1', activity: 'a:1', agent: 'demo-lrn-1', registration: 'r' };
    expect(Object.fromEntries(new URLSearchParams(statementQuery(asked, 'https://t.example', 10)))).toEqual({
      limit: '10',
      ...times,
      verb: 'v:1',
      activity: 'a:1',
      related_activities: 'true',
      related_agents: 'true',
      agent: '{"account":{"homePage":"https://t.example","name":"demo-lrn-1"}}',
      registration: 'r',
    });
  });

  it.each([
    ['demo-lrn-1', { account: { homePage: 'https://t.example', name: 'demo-lrn-1' } }],
    ['ada@example.com', { mbox: 'mailto:ada@example.com' }],
    ['https://id.example/ada', { openid: 'https://id.example/ada' }],
    ['https://hr.example Ada Lovelace', { account: { homePage: 'https://hr.example', name: 'Ada Lovelace' } }],
    ['ebd31e95054c018b10727ccffd2ef2ec3a016ee9', { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' }],
  ])('[CON-13] %s means an agent, and is how that agent is written', (text, agent) => {
    expect(agentOf(text, 'https://t.example')).toEqual(agent);
    expect(agentText(agent, 'https://t.example')).toBe(text);
  });

  it('[CON-13] an agent may be given as JSON, or with mailto; a group without a name of its own is no filter', () => {
    const agent = { objectType: 'Group', mbox: 'mailto:team@example.com' };
    expect(agentOf(` ${JSON.stringify(agent)}`, 'https://t.example')).toEqual(agent);
    expect(agentOf('MAILTO:ada@example.com', '')).toEqual({ mbox: 'MAILTO:ada@example.com' });
    expect(agentOf('{"mbox":', 'https://t.example')).toEqual({
      account: { homePage: 'https://t.example', name: '{"mbox":' },
    });
    expect(agentText({ objectType: 'Group', member: [] }, '')).toBeUndefined();
  });
});

describe('problems', () => {
  it('[CON-10] a problem document is told whole', () => {
    const body = { title: 'T', detail: 'D', where: 'query.q', remedy: 'R', code: 'bad_request', instance: 'r-1' };
    expect({ ...problemOf(400, body, 'r-2', FALLBACK) }).toEqual({
      status: 400,
      code: 'bad_request',
      detail: 'D (query.q)',
      remedy: 'R',
      requestId: 'r-1',
    });
    expect(problemOf(400, body, null, FALLBACK).message).toBe('T');
  });

  it('[CON-10] any other answer is told by what is known of it', () => {
    for (const body of [undefined, null, 'text', { title: 7 }]) {
      const problem = problemOf(502, body, 'r-2', FALLBACK);
      expect([problem.message, problem.code, problem.detail, problem.remedy, problem.requestId]).toEqual([
        'Something went wrong',
        'http_502',
        '',
        'Try again.',
        'r-2',
      ]);
    }
    expect(problemOf(500, {}, null, FALLBACK).requestId).toBe('');
    expect(unreachable(FALLBACK).code).toBe('unreachable');
  });
});

describe('live lists', () => {
  const id = (row: string): string => row;

  const page = (rows: string, older: string | null = null) => ({ rows: [...rows], older });

  it('[CON-9] fresh rows go on top, each once, and what is older is asked for as before', () => {
    const known = page('ba', 'behind a');
    expect(prepend(known, page('dcb', 'behind b'), id)).toEqual(page('dcba', 'behind a'));
    expect(prepend(known, page('ba', 'behind a'), id)).toBe(known);
    expect(prepend(null, page('a', 'behind a'), id)).toEqual(page('a', 'behind a'));
    expect(prepend(page(''), page('a'), id)).toEqual(page('a'));
  });

  it('[CON-9] rows that may lie between are not skipped silently, and can be asked for', () => {
    expect(prepend(page('ba', 'behind a'), page('zy', 'behind y'), id)).toEqual(page('zy', 'behind y'));
  });

  it('[CON-9] a paused list counts what it does not show, and says when there may be more', () => {
    const known = page('ba', 'behind a');
    expect(countNew(known, page('ba', 'behind a'), id)).toEqual({ count: 0, more: false });
    expect(countNew(known, page('dcb', 'behind b'), id)).toEqual({ count: 2, more: false });
    expect(countNew(known, page('fed', 'behind d'), id)).toEqual({ count: 3, more: true });
    expect(countNew(page(''), page('b'), id)).toEqual({ count: 1, more: false });
  });

  it('[CON-9] a list is bounded, and what leaves it can be asked for', () => {
    const rows = Array.from({ length: TAIL_ROWS }, (_, i) => `${i}`);
    const fresh = { rows: ['new', '0'], older: 'behind 0' };
    expect(prepend({ rows, older: null }, fresh, id)).toBe(fresh);
    expect(
      prepend({ rows: rows.slice(1), older: null }, { rows: ['new', '1'], older: 'behind 1' }, id).rows,
    ).toHaveLength(TAIL_ROWS);
  });

  it('[CON-11] contact is sought quickly at first, then gently, and never more than twice a minute', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 100].map(retryDelayMs);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect([delays[0], delays.at(-1)]).toEqual([500, 30_000]);
  });
});
