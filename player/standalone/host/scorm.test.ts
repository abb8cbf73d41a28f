import { describe, expect, it } from 'vitest';
import { callScorm12, createScorm12, type Scorm12Method } from '../../../domain/runtime/scorm12/index.ts';
import type { News } from './host.ts';
import { connectScorm, DIALECTS } from './scorm.ts';

/** A window in which, or above which, there is an API. */
function windows(api: unknown, depth: number): Window {
  let at = { API: api, opener: null } as unknown as Window;
  Object.assign(at, { parent: at });
  for (let i = 0; i < depth; i++) at = { parent: at, opener: null, top: at } as unknown as Window;
  return at;
}

function platform({ keeps = 1e6, objective = '' } = {}) {
  const state = createScorm12({
    strict: false,
    studentId: 'ada',
    studentName: 'Ada',
    credit: 'credit',
    lessonMode: 'normal',
  });
  if (objective !== '') {
    state.values['objectives.0.id'] = objective;
    state.counts.objectives = 1;
  }
  const calls: string[] = [];
  const api = new Proxy(
    {},
    {
      get: (_, method: string) => (element: string, value: string) => {
        calls.push([method, element, value].filter(Boolean).join(' '));
        // Some platforms cut without a word.
        const given = element === 'cmi.suspend_data' && value !== undefined ? value.slice(0, keeps) : value;
        return callScorm12(state, method as Scorm12Method, [element, given]).result;
      },
    },
  );
  return { state, calls, host: connectScorm(DIALECTS.scorm12, windows(api, 3))! };
}

/** A platform that refuses to begin. */
const begun = (code: string) => ({
  LMSInitialize: () => 'false',
  LMSGetValue: () => (code === '0' ? 'ada' : ''),
  LMSGetLastError: () => code,
});

const news = (over: Partial<News> = {}): News => ({
  report: { completion: 'completed', success: 'passed', score: { scaled: 0.9 }, location: 'p', suspended: false },
  answers: [],
  hundredths: 100,
  ...over,
});

describe('a platform of SCORM', () => {
  it('[STA-5] is looked for in the windows above, and there may be none', () => {
    expect(connectScorm(DIALECTS.scorm12, windows(undefined, 3))).toBeUndefined();
    expect(connectScorm(DIALECTS.scorm2004, windows({}, 3))).toBeUndefined();
    expect(connectScorm(DIALECTS.scorm12, windows(begun('301'), 0))).toBeUndefined();
    expect(connectScorm(DIALECTS.scorm12, windows(begun('0'), 0))).toBeDefined();
    const opener = windows({ LMSInitialize: () => 'true', LMSGetValue: () => '' }, 2);
    const own = { opener, parent: undefined } as unknown as Window;
    Object.assign(own, { parent: own, top: own });
    expect(connectScorm(DIALECTS.scorm12, own)).toBeDefined();
    const { host } = platform();
    expect([host.learner, host.mode, host.credit, host.saved]).toEqual([
      { id: 'ada', name: 'Ada' },
      'normal',
      'credit',
      undefined,
    ]);
  });
  it('[STA-7] is told what has changed, and answers behind those that are there', () => {
    const { host, state, calls } = platform();
    host.tell(news());
    calls.length = 0;
    host.tell(news({ hundredths: 200 }));
    expect(calls).toEqual(['LMSSetValue cmi.core.session_time 0000:00:02.00', 'LMSCommit']);
    const answer = { id: 'q', type: 'choice', patterns: [], response: 'a', objectives: [] };
    host.tell(news({ answers: [{ at: 0, answer }] }));
    host.end(news());
    expect([state.phase, state.values['core.lesson_status'], state.values['core.score.raw']]).toEqual([
      'finished',
      'passed',
      '90',
    ]);
    expect(state.counts.interactions).toBe(1);
    calls.length = 0;
    host.end(news());
    host.tell(news());
    expect(host.keep(['x'])).toBe(0);
    expect(calls).toEqual([]);
  });
  it('[STA-7] is told objectives at the places that their ids have', () => {
    const { host, state } = platform({ objective: 'mastery' });
    const objective = { id: 'o 1', completion: 'completed', success: 'passed' } as const;
    const report = {
      ...news().report,
      objectives: [objective, { ...objective, id: 'mastery', success: 'failed' as const }],
    };
    host.tell(news({ report }));
    host.tell(news({ report }));
    const told = Object.entries(state.values).filter(([name]) => name.startsWith('objectives.'));
    expect(Object.fromEntries(told)).toEqual({
      'objectives.0.id': 'mastery',
      'objectives.0.status': 'failed',
      'objectives.1.id': 'o_1',
      'objectives.1.status': 'passed',
    });
  });
  it('[STA-8] keeps the first text that it gives back whole', () => {
    const { host, state } = platform({ keeps: 4096 });
    expect(host.keep(['x'.repeat(5000), 'y'.repeat(4000)])).toBe(1);
    expect(state.values.suspend_data).toBe('y'.repeat(4000));
    expect(host.keep(['x'.repeat(5000)])).toBe(-1);
    const { host: generous, state: kept } = platform();
    expect(generous.keep(['x'.repeat(5000)])).toBe(0);
    expect(kept.values.suspend_data).toHaveLength(5000);
  });
});
