import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRuntime, cloneRuntime, type Runtime } from '../runtime/sco.ts';
import { prepareStatements } from '../statement/prepare.ts';
import { callOf2004, manifest2004, node, Play, sessionOf } from './session.testing.ts';

const PASSING = {
  sequencing: {
    objectives: [{ objectiveId: 'main', primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.5 }],
  },
  data: [{ targetId: 's', readSharedData: true, writeSharedData: true }],
};
const STORE = { data: PASSING.data };
const course = () =>
  new Play(
    sessionOf(
      manifest2004([node('a', { scorm2004: PASSING }), node('b', { scorm2004: STORE })], { choice: true, flow: true }),
    ),
  ).go('start');

/** Anything a SCO may do, sense or nonsense. */
const WILD = fc.constantFrom(
  ...['init', 'finish', 'commit', 'score.scaled=0.1', 'score.scaled=1', 'score.raw=7', 'score.max=5', 'score.min=9'],
  ...['completed', 'incomplete', 'unknown', 'nonsense'].map((status) => `completion_status=${status}`),
  ...['passed', 'failed', 'unknown'].map((status) => `success_status=${status}`),
  ...['exit=suspend', 'exit=', 'session_time=PT30S', 'session_time=P1M', 'suspend_data=abc', 'progress_measure=0.5'],
  ...['interactions.0.id=q', 'interactions.0.type=choice', 'interactions.0.learner_response=a', 'interactions.1.id=r'],
  ...['interactions.0.result=correct', 'objectives.1.id=o', 'objectives.1.success_status=passed'],
  ...['objectives.0.completion_status=completed', 'comments_from_learner.0.comment=x'],
  ...['adl.data.0.store=shared', 'nav=continue', 'nav=exitAll', 'nav=suspendAll', 'nav=abandon'],
);

describe('browser and server', () => {
  const steps = fc.array(
    fc.oneof({ weight: 8, arbitrary: WILD }, fc.constantFrom('again', 'continue', 'previous', 'requested', 'relaunch')),
    { maxLength: 60 },
  );
  it('[P04-1] the replayed runtime is the one that the SCO spoke to', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const play = course().enter();
        let browser = runtimeOf(play);
        let launches = 1;
        for (const act of acts) {
          if (act === 'relaunch') {
            launches += 1;
            play.open(`launch-${launches}`).go('start').enter();
            browser = runtimeOf(play);
          } else if (act === 'again' || act === 'continue' || act === 'previous' || act === 'requested') {
            play.go(act === 'again' ? 'start' : act);
            if (play.delivery === null) play.go('start');
            if (play.problem === undefined) browser = runtimeOf(play.enter());
          } else {
            const { method, args } = callOf2004(act);
            if (!callRuntime(browser, method, args).recorded) continue;
            play.calls(act);
          }
          const { last: _, ...seen } = play.data.nodes[play.delivery!.node]!.runtime!.state;
          expect(seen).toEqual({ ...browser.state, last: undefined, requests: undefined });
        }
        expect(play.data.warnings.filter(({ text }) => text.includes('replay'))).toEqual([]);
      }),
    );
  });
});

describe('what is told', () => {
  const NASTY = fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', ' ', ',', '[,]', '[.]', '{', '\u0000', 'é', '😀', '\ude00'),
      maxLength: 20,
    }),
    fc.constantFrom('\ud800', '{lang=en}x', '{lang=x-y}z', 'x'.repeat(1000), 'y'.repeat(20_000), '9'.repeat(400), ''),
    fc.constantFrom('true', '1', '-1', 'PT1H', 'P9Y', 'urn:x:y', 'likert', 'numeric', 'correct', 'a[,]b'),
  );
  const FIELD = fc.constantFrom(
    ...[
      'comments_from_learner.0.comment',
      'objectives.1.id',
      'objectives.1.success_status',
      'objectives.1.score.scaled',
    ],
    ...['objectives.1.score.raw', 'objectives.1.score.max', 'interactions.0.id', 'interactions.0.type'],
    ...['interactions.0.learner_response', 'interactions.0.correct_responses.0.pattern', 'interactions.0.result'],
    ...['interactions.0.objectives.0.id', 'interactions.0.latency', 'interactions.0.description'],
    ...['score.scaled', 'score.raw', 'score.min', 'score.max', 'session_time'],
  );
  it('[XAS-11] is valid xAPI, whatever a SCO of 2004 writes', () => {
    const calls = fc.array(
      fc.oneof(
        WILD,
        fc.tuple(FIELD, NASTY).map(([field, value]) => `${field}=${value}`),
      ),
      { minLength: 5, maxLength: 40 },
    );
    fc.assert(
      fc.property(calls, (texts) => {
        const play = course().enter('init', ...texts);
        play.calls('commit').go('continue').enter().go('exit');
        const prepared = prepareStatements(play.statements, {
          authority: { objectType: 'Agent', account: { homePage: 'https://demo.example', name: 'lectern' } },
          newId: () => '',
        });
        expect(prepared.ok ? [] : prepared.error).toEqual([]);
      }),
    );
  });
});

/** What the frame got with the delivery, before the SCO's first call. */
const runtimeOf = (play: Play): Runtime => cloneRuntime(play.delivery!.runtime!);
