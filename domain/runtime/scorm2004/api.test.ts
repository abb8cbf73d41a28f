import { describe, expect, it } from 'vitest';
import { ERROR_TEXTS } from './errors.ts';
import { callScorm2004, relaunchScorm2004, type Scorm2004Method, type Scorm2004State } from './index.ts';
import { begin, fresh, running } from './scorm2004.testing.ts';

const call = (state: Scorm2004State, method: Scorm2004Method, ...args: string[]) => {
  const { result, errorCode } = callScorm2004(state, method, args);
  return [result, errorCode];
};

describe('the state machine', () => {
  it('[R04-1] refuses calls out of their place', () => {
    const state = fresh();
    expect(call(state, 'Terminate', '')).toEqual(['false', 112]);
    expect(call(state, 'GetValue', 'cmi.mode')).toEqual(['', 122]);
    expect(call(state, 'SetValue', 'cmi.location', 'x')).toEqual(['false', 132]);
    expect(call(state, 'Commit', '')).toEqual(['false', 142]);
    begin(state);
    expect(call(state, 'Initialize', '')).toEqual(['false', 103]);
    expect(call(state, 'Terminate', '')).toEqual(['true', 0]);
    expect(call(state, 'Initialize', '')).toEqual(['false', 104]);
    expect(call(state, 'Terminate', '')).toEqual(['false', 113]);
    expect(call(state, 'GetValue', 'cmi.mode')).toEqual(['', 123]);
    expect(call(state, 'SetValue', 'cmi.location', 'x')).toEqual(['false', 133]);
    expect(call(state, 'Commit', '')).toEqual(['false', 143]);
    relaunchScorm2004(state);
    expect(call(state, 'Initialize', '')).toEqual(['true', 0]);
  });
  it('[R04-1] takes no arguments where there are none', () => {
    const state = fresh();
    expect(call(state, 'Initialize', 'x')).toEqual(['false', 201]);
    begin(state);
    expect(call(state, 'Commit', 'x')).toEqual(['false', 201]);
    expect(call(state, 'Terminate', 'x')).toEqual(['false', 201]);
    expect([call(state, 'Commit'), call(state, 'Terminate')]).toEqual([
      ['true', 0],
      ['true', 0],
    ]);
  });
});

describe('the error functions', () => {
  it('[R04-2] know every code and say what was wrong', () => {
    const state = running();
    call(state, 'SetValue', 'cmi.score.scaled', '2');
    expect(call(state, 'GetLastError')).toEqual(['407', 407]);
    for (const [code, text] of Object.entries(ERROR_TEXTS)) expect(call(state, 'GetErrorString', code)[0]).toBe(text);
    for (const code of ['', '1', '001', '1444']) expect(call(state, 'GetErrorString', code)[0]).toBe('');
    const said = 'cmi.score.scaled: the value is out of range.';
    expect([call(state, 'GetDiagnostic', '')[0], call(state, 'GetDiagnostic', '407')[0]]).toEqual([said, said]);
    expect(call(state, 'GetDiagnostic', '403')[0]).toBe(ERROR_TEXTS[403]);
    expect(call(state, 'GetLastError')).toEqual(['407', 407]);
    call(state, 'Commit', '');
    expect([call(state, 'GetLastError')[0], call(state, 'GetDiagnostic', '')[0]]).toEqual(['0', 'No Error']);
  });
});

describe('what is recorded', () => {
  it('[R04-3] is what changes something', () => {
    const state = fresh();
    const recorded = (method: Scorm2004Method, ...args: string[]) => callScorm2004(state, method, args).recorded;
    expect(recorded('Initialize', '')).toBe(true);
    expect(recorded('Commit', '')).toBe(false);
    expect(recorded('SetValue', 'cmi.location', 'p1')).toBe(true);
    expect(recorded('SetValue', 'cmi.location', 'p1')).toBe(false);
    expect(recorded('SetValue', 'cmi.score.scaled', '2')).toBe(false);
    expect(recorded('GetValue', 'cmi.location')).toBe(false);
    expect([recorded('Commit', ''), recorded('Commit', '')]).toEqual([true, false]);
    expect(recorded('SetValue', 'cmi.interactions.0.id', 'q')).toBe(true);
    expect(recorded('SetValue', 'cmi.interactions.0.id', 'q')).toBe(true);
    expect(recorded('Terminate', '')).toBe(true);
  });
});
