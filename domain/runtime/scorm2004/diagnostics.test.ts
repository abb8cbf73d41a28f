import { describe, expect, it } from 'vitest';
import { STATE_BYTES_MAX, VALUE_BYTES_MAX } from '../element-store.ts';
import { callScorm2004 } from './index.ts';
import { begin, fresh, get, running, set } from './scorm2004.testing.ts';

describe('diagnostics', () => {
  const state = () =>
    running(
      {
        stores: [
          { id: 'in', read: true, write: false },
          { id: 'out', read: false, write: true },
        ],
      },
      'objectives.0.id=o',
      'objectives.1.id=p',
      'interactions.0.id=q',
      'interactions.0.type=choice',
      'interactions.0.correct_responses.0.pattern=a',
      'interactions.1.id=r',
      'interactions.1.type=likert',
      'interactions.1.correct_responses.0.pattern=a',
      'interactions.2.id=s',
    );
  it.each([
    ['', 'No element is named.'],
    ['cmi.nope', 'cmi.nope is no element of the data model.'],
    ['cmi.location._count', 'cmi.location._count: the element does not have this keyword.'],
    ['cmi.objectives.5.id', 'cmi.objectives.5.id: there is nothing at this index.'],
    ['cmi.exit', 'cmi.exit can only be set.'],
    ['adl.data.1.store', 'adl.data.1.store can only be set.'],
    ['cmi.location', 'cmi.location has no value yet.'],
  ])('[R04-2] what is wrong with reading %j', (element, said) => {
    const it = state();
    expect(get(it, element)[0]).toBe('');
    expect(callScorm2004(it, 'GetDiagnostic', ['']).result).toBe(said);
  });
  it.each([
    ['', 'x', 'No element is named.'],
    ['cmi.nope', 'x', 'cmi.nope is no element of the data model.'],
    ['cmi.mode', 'x', 'cmi.mode can only be read.'],
    ['cmi.objectives._count', '1', 'cmi.objectives._count can only be read.'],
    ['adl.data.0.store', 'x', 'adl.data.0.store can only be read.'],
    ['cmi.objectives.5.id', 'x', 'cmi.objectives.5.id: there is nothing at this index, and it is not the next one.'],
    ['cmi.objectives.2.score.raw', '1', 'cmi.objectives.2.score.raw: cmi.objectives.2.id has to be set first.'],
    [
      'cmi.interactions.2.learner_response',
      'a',
      'cmi.interactions.2.learner_response: cmi.interactions.2.type has to be set first.',
    ],
    ['cmi.completion_status', 'x', 'cmi.completion_status: not a value of its type.'],
    ['cmi.score.scaled', '1.5', 'cmi.score.scaled: the value is out of range.'],
    ['cmi.objectives.2.id', 'o', 'cmi.objectives.2.id: another has this id.'],
    ['cmi.objectives.1.id', 'x', 'cmi.objectives.1.id: its id is p.'],
    [
      'cmi.interactions.1.correct_responses.1.pattern',
      'b',
      'cmi.interactions.1.correct_responses.1.pattern: this type of interaction has one pattern.',
    ],
    [
      'cmi.interactions.0.correct_responses.1.pattern',
      'a',
      'cmi.interactions.0.correct_responses.1.pattern: the pattern is there already.',
    ],
    ['cmi.suspend_data', 'x'.repeat(VALUE_BYTES_MAX), `cmi.suspend_data: longer than ${VALUE_BYTES_MAX} bytes.`],
  ])('[R04-2] what is wrong with setting %j', (element, value, said) => {
    const it = state();
    const before = JSON.stringify(it.values);
    expect(set(it, element, value)[0]).toBe('false');
    expect(callScorm2004(it, 'GetDiagnostic', ['']).result).toBe(said);
    expect(JSON.stringify(it.values)).toBe(before);
  });
  it('[R04-2] what is wrong with a call that comes at the wrong time, or has an argument', () => {
    const it = fresh();
    const said = (method: 'Commit' | 'Initialize', argument = '') => {
      callScorm2004(it, method, [argument]);
      return callScorm2004(it, 'GetDiagnostic', ['']).result;
    };
    expect(said('Commit')).toBe('Commit: Commit Before Initialization.');
    expect(said('Initialize', 'x')).toBe('The argument must be an empty string.');
    begin(it);
    expect(said('Initialize')).toBe('Initialize: Already Initialized.');
  });
  it('[R04-9] what is full takes no more, and says so', () => {
    const it = running();
    const tries = 2 * Math.ceil(STATE_BYTES_MAX / 60_000);
    const codes = Array.from(
      { length: tries },
      (_, n) => set(it, `cmi.comments_from_learner.${n}.comment`, 'x'.repeat(60_000))[1],
    );
    expect(codes.at(-1)).toBe(351);
    set(it, `cmi.comments_from_learner.${codes.indexOf(351)}.comment`, 'x'.repeat(60_000));
    expect(callScorm2004(it, 'GetDiagnostic', ['']).result).toBe('The SCO has stored all that it may.');
    expect(it.bytes).toBeLessThanOrEqual(STATE_BYTES_MAX);
    expect(set(it, 'cmi.location', 'p')).toEqual(['true', 0]);
  });
});
