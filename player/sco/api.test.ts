import { describe, expect, it, vi } from 'vitest';
import { createScorm12, type Scorm12Method } from '../../domain/runtime/scorm12/index.ts';
import { createScorm2004, type Scorm2004Method } from '../../domain/runtime/scorm2004/index.ts';
import { createApi, isUrgent } from './api.ts';

type Api<Method extends string> = Record<Method, (...args: unknown[]) => string>;

function setup() {
  const record = vi.fn();
  const state = createScorm12({
    strict: false,
    studentId: 'l1',
    studentName: 'Lee, Ada',
    credit: 'credit',
    lessonMode: 'normal',
  });
  const { globals, close } = createApi({ standard: 'scorm12', state }, record);
  return { record, api: globals.API as Api<Scorm12Method>, close };
}

describe('the API that a SCO finds', () => {
  it('[FRM-1] answers at once and records what changes the state, in the order of the calls', () => {
    const { api, record } = setup();
    expect(api.LMSInitialize('')).toBe('true');
    expect(api.LMSGetValue('cmi.core.student_name')).toBe('Lee, Ada');
    expect(api.LMSSetValue('cmi.core.lesson_location', 'p3')).toBe('true');
    expect(api.LMSGetValue('cmi.core.lesson_location')).toBe('p3');
    expect(api.LMSCommit('')).toBe('true');
    expect(api.LMSFinish('')).toBe('true');
    expect(record.mock.calls).toEqual([
      ['LMSInitialize', ['']],
      ['LMSSetValue', ['cmi.core.lesson_location', 'p3']],
      ['LMSCommit', ['']],
      ['LMSFinish', ['']],
    ]);
  });

  it('[FRM-2] takes what pages really pass: numbers, null, nothing, too much', () => {
    const { api, record } = setup();
    api.LMSInitialize(null);
    api.LMSSetValue('cmi.core.score.raw', 85, 'extra');
    api.LMSFinish();
    expect(record.mock.calls).toEqual([
      ['LMSInitialize', ['']],
      ['LMSSetValue', ['cmi.core.score.raw', '85']],
      ['LMSFinish', []],
    ]);
  });

  it('[FRM-3] a refused call is answered and not recorded', () => {
    const { api, record } = setup();
    expect(api.LMSSetValue('cmi.core.lesson_location', 'p3')).toBe('false');
    expect(api.LMSGetLastError()).toBe('301');
    expect(api.LMSGetErrorString('301')).toBe('Not initialized');
    expect(record).not.toHaveBeenCalled();
  });

  it('[FRM-4] after the page is gone nothing is recorded any more', () => {
    const { api, record, close } = setup();
    api.LMSInitialize('');
    close();
    expect(api.LMSSetValue('cmi.core.lesson_location', 'p3')).toBe('false');
    expect(api.LMSFinish('')).toBe('false');
    expect(record).toHaveBeenCalledOnce();
  });

  it('[FRM-1] [FRM-4] of SCORM 2004 is another one, under its own name', () => {
    const record = vi.fn();
    const state = createScorm2004({ learnerId: 'l1', learnerName: 'Ada', credit: 'credit', mode: 'normal' });
    const { globals, close } = createApi({ standard: 'scorm2004', state }, record);
    expect(Object.keys(globals)).toEqual(['API_1484_11']);
    expect(globals.API_1484_11).toHaveProperty('version', '1.0');
    const api = globals.API_1484_11 as Api<Scorm2004Method>;
    expect([api.Initialize(''), api.SetValue('cmi.score.scaled', 0.5), api.Commit('')]).toEqual([
      'true',
      'true',
      'true',
    ]);
    expect(record.mock.calls).toEqual([
      ['Initialize', ['']],
      ['SetValue', ['cmi.score.scaled', '0.5']],
      ['Commit', ['']],
    ]);
    close();
    expect([api.GetValue('cmi.score.scaled'), api.GetLastError(), api.Terminate('')]).toEqual(['', '123', 'false']);
    expect(record).toHaveBeenCalledTimes(3);
  });
  it('[JRN-2] commits and ends are urgent, in both', () => {
    const urgent = (['LMSCommit', 'LMSFinish', 'Commit', 'Terminate'] as const).map(isUrgent);
    const others = (['LMSInitialize', 'LMSSetValue', 'Initialize', 'SetValue'] as const).map(isUrgent);
    expect([urgent, others]).toEqual([Array(4).fill(true), Array(4).fill(false)]);
  });
});
