import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../statement/time.ts';
import { LIFE_VERBS } from '../statement/verbs.ts';
import {
  isProjected,
  packReading,
  type Readable,
  summaryOf,
  timeReading,
  unpackReadings,
  voidReading,
} from './packed.ts';
import { COURSE_TYPE, LEARNER, REGISTRATION, statement, tenant, uuid } from './projection.testing.ts';

const whole: Readable = {
  ...statement({ verb: 'passed', at: 0, id: 7, type: COURSE_TYPE, name: { en: 'Say "A"' } }),
  id: uuid(7).toUpperCase(),
  result: { completion: true, success: false, score: { scaled: 0.5 }, duration: 'PT1M' },
};
const pack = (change: object = {}): string => packReading({ ...whole, ...change }, tenant);
const unpack = (reading: string) => unpackReadings(`[${reading}]`)[0]!;
const at = parseTimestamp('2026-01-31T12:00:00Z')!;

describe('packed readings', () => {
  it('[PRJ-11] carry what the fold needs of a statement that is projected', () => {
    expect(isProjected(pack())).toBe(true);
    expect(unpack(pack())).toEqual({
      key: { learner: LEARNER, registration: REGISTRATION, activity: 'https://demo.example/a' },
      mark: {
        id: uuid(7),
        at,
        verb: 'passed',
        voided: false,
        completion: true,
        success: false,
        score: { scaled: 0.5 },
        seconds: 60,
      },
      course: true,
      type: { value: COURSE_TYPE, at },
      name: { value: { en: 'Say "A"' }, at },
    });
    expect(unpack(pack({ result: undefined, object: { id: 'x:"' } }))).toEqual({
      key: { learner: LEARNER, registration: REGISTRATION, activity: 'x:"' },
      mark: {
        id: uuid(7),
        at,
        verb: 'passed',
        voided: false,
        completion: null,
        success: null,
        score: null,
        seconds: null,
      },
      course: false,
      type: null,
      name: null,
    });
  });
  it('[PRJ-11] get the time of storing when none was sent', () => {
    const untimed = pack({ timestamp: undefined });
    expect(timeReading(untimed, at)).toBe(pack());
    const announced = pack({ context: {}, timestamp: undefined });
    expect(timeReading(announced, at)).toBe(announced);
  });
  it('[PRJ-12] can be marked as those of voided statements', () => {
    const { mark, ...others } = unpack(pack());
    expect(unpack(voidReading(pack()))).toEqual({ mark: { ...mark, voided: true }, ...others });
    expect(voidReading(voidReading(pack()))).toBe(voidReading(pack()));
    expect(summaryOf(voidReading(pack()))).toEqual(summaryOf(pack()));
  });
  it('[PRJ-11] any activity, name and score comes out as it went in', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 12 });
    const languages = fc.dictionary(fc.constantFrom('en', 'de', 'und'), texts);
    // No JSON holds what is not a number: the border has read the statement from text.
    const finite = fc.double({ min: -1, max: 1, noNaN: true });
    const scores = fc.record({ scaled: finite.map((x) => x + 0), raw: fc.integer() });
    fc.assert(
      fc.property(texts, languages, scores, (path, name, score) => {
        const object = { id: `x:${path}`, definition: { name, type: `y:${path}` } };
        const reading = unpack(pack({ object, result: { score } }));
        expect([reading.key.activity, reading.type?.value]).toEqual([object.id, object.definition.type]);
        expect({ ...reading.name?.value }).toEqual(JSON.parse(JSON.stringify(name)));
        expect(reading.mark.score).toEqual(score);
      }),
    );
  });
  it('[PRJ-11] of a statement that is only announced hold what the event tells', () => {
    const announced = pack({ verb: { id: 'https://example.com/did' } });
    expect(isProjected(announced)).toBe(false);
    expect(summaryOf(announced)).toEqual({ ...summaryOf(pack()), verb: 'https://example.com/did' });
    expect(summaryOf(pack())).toEqual({
      statement: uuid(7),
      verb: LIFE_VERBS.passed,
      activity: 'https://demo.example/a',
      registration: REGISTRATION,
      learner: LEARNER,
    });
    const nobody = {
      actor: { mbox: 'mailto:a@b.example' },
      context: {},
      object: { objectType: 'StatementRef', id: uuid(1) },
    };
    expect(summaryOf(pack(nobody))).toMatchObject({ activity: null, registration: null, learner: null });
    expect(summaryOf(pack({ object: { ...whole.object, objectType: 'Activity' } }))).toEqual(summaryOf(pack()));
  });
  it('[PRJ-11] [PRJ-8] leave out verbs, activities, types and names that are too long', () => {
    const iri = (chars: number) => `x:${'x'.repeat(chars - 2)}`;
    expect(summaryOf(pack({ verb: { id: iri(2000) } })).verb).toBe(iri(2000));
    expect(summaryOf(pack({ verb: { id: iri(2001) } })).verb).toBeNull();
    expect(summaryOf(pack({ object: { id: iri(2001) } })).activity).toBeNull();
    const typed = (type: string, en: string) =>
      unpack(pack({ object: { id: 'x:a', definition: { type, name: { en } } } }));
    const name = (chars: number) => 'x'.repeat(chars - '{"en":""}'.length);
    expect(typed(iri(2000), name(4000))).toMatchObject({
      type: { value: iri(2000) },
      name: { value: { en: name(4000) } },
    });
    expect(typed(iri(2001), name(4001))).toMatchObject({ type: null, name: null });
  });
});
