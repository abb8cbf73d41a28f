import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../kernel/event.ts';
import type { Statement } from '../runtime/adapter/statement.ts';
import { callScorm12, cloneScorm12, type Scorm12Method, type Scorm12State } from '../runtime/scorm12/index.ts';
import { prepareStatements } from '../statement/prepare.ts';
import type { JournalEntry } from './contract.ts';
import { admitJournal, type SessionData } from './index.ts';
import { at, callOf, node, Play } from './session.testing.ts';

const COURSE = [node('a', { scorm12: { masteryScore: 70 } }), node('b'), node('c', { kind: 'asset' })];

/** Anything a SCO may do, sense or nonsense. */
const WILD = fc.constantFrom(
  ...['entered', 'init', 'finish', 'commit', 'core.score.raw=10', 'core.score.raw=90', 'core.score.max=100'],
  ...['passed', 'completed', 'failed', 'incomplete', 'browsed', 'nonsense'].map((s) => `core.lesson_status=${s}`),
  ...['core.exit=suspend', 'core.exit=', 'core.session_time=00:00:30', 'comments=x', 'suspend_data=abc'],
  ...['interactions.0.id=q', 'interactions.0.student_response=a', 'interactions.1.id=r', 'interactions.1.result=wrong'],
  ...['objectives.0.id=o', 'objectives.0.status=passed', 'objectives.0.score.raw=5'],
);
/** What leads upwards only: then also what is told of the course does not depend on the cuts, but for what lies between. */
const STEADY = fc.constantFrom(
  ...['entered', 'init', 'commit', 'core.lesson_status=completed', 'core.lesson_status=passed', 'core.score.raw=90'],
  ...['interactions.0.id=q', 'interactions.0.student_response=a', 'suspend_data=abc', 'core.session_time=00:00:30'],
);
const journalOf = (text: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(fc.constantFrom('a', 'a', 'b', 'c'), text), { minLength: 1, maxLength: 40 }).map((steps) =>
    steps.map(([id, what], i): JournalEntry => {
      const base = { seq: i + 1, at: at(10 + i), node: id };
      return what === 'entered' ? { ...base, kind: 'entered' } : { ...base, kind: 'call', ...callOf(what) };
    }),
  );
/** Where the journal is cut, and from how far back each request begins again. */
const CUTS = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 9 }), fc.boolean()), {
  maxLength: 40,
});

interface Sent {
  data: SessionData;
  statements: Statement[];
  events: CloudEvent[];
}

function send(journal: readonly JournalEntry[], requests: readonly (readonly JournalEntry[])[]): Sent {
  const play = new Play(COURSE).go('start');
  const sent: Sent = { data: play.data, statements: [], events: [] };
  for (const entries of [...requests, journal]) {
    const result = admitJournal(sent.data, { launch: 'launch-1', writer: 'w', entries }, { now: at(100) });
    if (!result.ok) throw new Error(result.error.detail);
    sent.data = JSON.parse(JSON.stringify(result.value.data));
    sent.statements.push(...result.value.statements);
    sent.events.push(...result.value.events);
  }
  return sent;
}

function cut(journal: readonly JournalEntry[], cuts: readonly [number, number, boolean][]): JournalEntry[][] {
  const requests: JournalEntry[][] = [];
  let end = 0;
  for (const [length, back, twice] of cuts) {
    const request = journal.slice(Math.max(0, end - back), end + length);
    requests.push(request, ...(twice ? [request] : []));
    end = Math.min(journal.length, end + length);
  }
  return requests;
}

const ofCourse = ({ object }: Statement): boolean => object.id === 'https://demo.example/golf';

describe('a journal in pieces', () => {
  it('[JRN-2] gives the same nodes and the same statements of SCOs, whatever is in it', () => {
    fc.assert(
      fc.property(journalOf(WILD), CUTS, (journal, cuts) => {
        const whole = send(journal, []);
        const pieces = send(journal, cut(journal, cuts));
        expect(pieces.data.nodes).toEqual(whole.data.nodes);
        expect(pieces.data.launches).toEqual(whole.data.launches);
        expect(pieces.data.warnings).toEqual(whole.data.warnings);
        const scos = ({ statements }: Sent) => statements.filter((statement) => !ofCourse(statement));
        expect(scos(pieces)).toEqual(scos(whole));
        const ids = pieces.statements.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 200 },
    );
  });
  it('[JRN-2] that leads upwards also gives the same record and last verdict', () => {
    fc.assert(
      fc.property(journalOf(STEADY), CUTS, (journal, cuts) => {
        const whole = send(journal, []);
        const pieces = send(journal, cut(journal, cuts));
        // The version counts what was shown in between.
        expect({ ...pieces.data, version: 0 }).toEqual({ ...whole.data, version: 0 });
        const verdict = ({ statements }: Sent) => statements.filter(ofCourse).at(-1)?.id;
        expect(verdict(pieces)).toBe(verdict(whole));
        const completed = ({ events }: Sent) => events.map(({ id, time }) => [id, time]);
        expect(completed(pieces)).toEqual(completed(whole));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is told', () => {
  const NASTY = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', ' ', ',', '.', '{', '\u0000', 'é', '😀', '\ude00'), maxLength: 20 }),
    fc.constantFrom('\ud800', 'a b', 'x'.repeat(1000), '\u0800'.repeat(1000), 'y'.repeat(20_000), '{a,b}', '1e9', ''),
  );
  const FIELD = fc.constantFrom(
    ...['comments', 'objectives.0.id', 'objectives.0.status', 'objectives.0.score.raw', 'interactions.0.id'],
    ...['interactions.0.student_response', 'interactions.0.correct_responses.0.pattern', 'interactions.0.result'],
    ...[
      'interactions.0.objectives.0.id',
      'interactions.0.latency',
      'core.score.raw',
      'core.score.min',
      'core.score.max',
    ],
  );
  it('[XAS-11] is valid xAPI, whatever a SCO writes', () => {
    const calls = fc.array(
      fc.oneof(
        WILD,
        fc.tuple(FIELD, NASTY).map(([field, value]) => `${field}=${value}`),
      ),
      {
        minLength: 5,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(calls, (texts) => {
        const play = new Play(COURSE).go('start').enter('init', ...texts.filter((text) => text !== 'entered'));
        play.calls('commit').go('continue').enter().go('continue').enter().go('exit');
        const prepared = prepareStatements(play.statements, {
          authority: { objectType: 'Agent', account: { homePage: 'https://demo.example', name: 'lectern' } },
          newId: () => '',
        });
        expect(prepared.ok ? [] : prepared.error).toEqual([]);
      }),
    );
  });
});

describe('the status lattice', () => {
  it('[REC-1] only rises, call by call, in any order', () => {
    const RANKS = ['unknown', 'not attempted', 'incomplete', 'completed'];
    const SUCCESS = ['unknown', 'failed', 'passed'];
    fc.assert(
      fc.property(journalOf(WILD), (journal) => {
        let { data } = new Play(COURSE).go('start');
        for (const entry of journal) {
          const result = admitJournal(data, { launch: 'launch-1', writer: 'w', entries: [entry] }, { now: at(99) });
          if (!result.ok) throw new Error(result.error.detail);
          const next = result.value.data;
          for (const [id, before] of Object.entries(data.nodes)) {
            const now = next.nodes[id]!;
            expect(RANKS.indexOf(now.completion)).toBeGreaterThanOrEqual(RANKS.indexOf(before.completion));
            expect(SUCCESS.indexOf(now.success)).toBeGreaterThanOrEqual(SUCCESS.indexOf(before.success));
          }
          expect(RANKS.indexOf(next.completion)).toBeGreaterThanOrEqual(RANKS.indexOf(data.completion));
          if (data.state === 'completed') {
            expect(next.state).toBe('completed');
            expect(SUCCESS.indexOf(next.success)).toBeGreaterThanOrEqual(SUCCESS.indexOf(data.success));
          }
          data = next;
        }
      }),
    );
  });
  it('[REC-1] the same calls in another order reach the same node', () => {
    const calls = fc.uniqueArray(
      fc.constantFrom('core.lesson_status=passed', 'core.lesson_status=completed', 'core.lesson_status=incomplete'),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(
        calls.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
        ([some, shuffled]) => {
          const reached = (texts: string[]) => {
            const { completion, success } = new Play([node('a')]).go('start').enter('init', ...texts).data.nodes.a!;
            return { completion, success };
          };
          expect(reached(shuffled)).toEqual(reached(some));
        },
      ),
    );
  });
});

describe('browser and server', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 12, arbitrary: WILD.filter((text) => text !== 'entered').map((text) => ({ text })) },
      fc.constantFrom({ text: 'again' }, { text: 'continue' }, { text: 'previous' }, { text: 'relaunch' }),
    ),
    { maxLength: 60 },
  );
  it('[JRN-6] the replayed runtime is the one that the SCO spoke to', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const play = new Play([node('a', { scorm12: { masteryScore: 70 } }), node('b')]).go('start').enter();
        let browser = runtimeOf(play);
        let launches = 1;
        for (const { text } of acts) {
          if (text === 'relaunch') {
            launches += 1;
            play.open(`launch-${launches}`).go('start').enter();
            browser = runtimeOf(play);
          } else if (text === 'again' || text === 'continue' || text === 'previous') {
            play.go(text === 'again' ? 'start' : text);
            if (play.problem === undefined) browser = runtimeOf(play.enter());
          } else {
            const { method, args } = callOf(text);
            if (!callScorm12(browser, method as Scorm12Method, args).recorded) continue;
            play.calls(text);
          }
          const { last: _, ...seen } = play.data.nodes[play.delivery!.node]!.runtime!.state;
          expect(seen).toEqual({ ...browser, last: undefined });
        }
        expect(play.data.warnings.filter(({ text }) => text.includes('replay'))).toEqual([]);
      }),
    );
  });
});

/** What the frame got with the delivery, before the SCO's first call. */
const runtimeOf = (play: Play): Scorm12State => cloneScorm12(play.delivery!.runtime!.state as Scorm12State);
