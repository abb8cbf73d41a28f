import { describe, expect, it, vi } from 'vitest';
import { createScorm12, type Scorm12Method } from '../../domain/runtime/scorm12/index.ts';
import { createApi } from './api.ts';

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
  return { record, api: globals.API as Record<Scorm12Method, (...args: unknown[]) => string>, close };
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
});
