import { describe, expect, it } from 'vitest';
import { rollUp } from './record.ts';
import { block, node, Play, session } from './session.testing.ts';

const playing = () => {
  const play = new Play([node('a'), node('b'), node('c', { kind: 'asset' })]).go('start');
  play.told();
  return play;
};
/** Result of the last statement told. */
const result = (play: Play) => play.statements.at(-1)?.result;

describe('the record', () => {
  const status = (play: Play, id = 'a') => {
    const { completion, success, score } = play.data.nodes[id]!;
    return [completion, success, score?.raw];
  };
  it.each<[string[], string, string]>([
    [['completed', 'incomplete'], 'completed', 'unknown'],
    [['passed', 'failed'], 'completed', 'passed'],
    [['failed', 'passed'], 'completed', 'passed'],
    [['failed', 'incomplete'], 'incomplete', 'failed'],
    [['completed', 'failed'], 'completed', 'failed'],
    [['passed', 'browsed'], 'completed', 'passed'],
    [['browsed'], 'incomplete', 'unknown'],
  ])('[REC-1] %j', (statuses, completion, success) => {
    const play = playing().enter('init', ...statuses.map((text) => `core.lesson_status=${text}`));
    expect(status(play)).toEqual([completion, success, undefined]);
    play.calls('finish').go('start').enter('init', 'core.lesson_status=incomplete', 'finish');
    expect(status(play)).toEqual([completion, success, undefined]);
  });
  it('[REC-2] the latest score of an attempt, the best of several', () => {
    const play = playing().enter('init', 'core.score.raw=90', 'core.score.raw=70');
    expect(status(play)[2]).toBe(70);
    play.calls('core.lesson_status=incomplete', 'core.exit=suspend', 'finish');
    play.go('start').enter('init', 'core.score.raw=60');
    expect(status(play)[2]).toBe(60);
    play.calls('finish').go('start').enter('init', 'core.score.raw=10');
    expect(status(play)[2]).toBe(60);
    play.calls('core.score.raw=65', 'core.score.raw=61');
    expect(status(play)[2]).toBe(61);
    play.calls('core.score.raw=');
    expect(status(play)[2]).toBe(60);
  });
  it('[REC-1] when it became complete, and not before', () => {
    const play = playing().enter('init', 'core.lesson_status=incomplete');
    expect(play.data.nodes.a!.completedAt).toBeNull();
    const [call] = play.entries('a', 'core.lesson_status=passed');
    play.send([call!]).calls('core.lesson_status=completed');
    expect(play.data.nodes.a!.completedAt).toBe(call!.at);
  });
  it('[REC-2] coming back keeps the score until the SCO says another', () => {
    const play = playing().enter('init', 'core.score.raw=40', 'core.exit=suspend', 'finish').go('start').enter();
    expect(status(play)[2]).toBe(40);
  });
  it('[REC-4] [REC-6] of nothing is nothing', () => {
    expect(rollUp(session([block('p', [])]))).toEqual({ completion: 'not attempted', success: 'unknown', score: null });
  });
  it('[REC-3] an asset is complete once it is entered, other things are not', () => {
    const play = new Play([node('a', { kind: 'asset' }), node('b', { kind: 'au' })]).go('start');
    expect(play.data.nodes).toEqual({});
    play.enter().enter().go('continue').enter();
    expect(play.data.nodes.a!.attempt).toBe(1);
    expect([status(play), status(play, 'b')]).toEqual([
      ['completed', 'unknown', undefined],
      ['incomplete', 'unknown', undefined],
    ]);
    expect(play.data.nodes.a!.runtime).toBeNull();
  });
});

describe('the course', () => {
  const verdict = ({ data }: Play) => [data.state, data.completion, data.success, data.score?.raw];
  it('[REC-4] is complete when every SCO is and every asset was visited', () => {
    const play = new Play([node('a'), block('p', [node('b', { kind: 'asset' })]), node('c')]).go('start');
    expect(verdict(play)).toEqual(['active', 'not attempted', 'unknown', undefined]);
    play.enter('init', 'core.lesson_status=passed');
    expect(verdict(play)).toEqual(['active', 'incomplete', 'unknown', undefined]);
    play.go('continue').enter().go('continue').enter('init', 'core.lesson_status=incomplete');
    expect(verdict(play)).toEqual(['active', 'incomplete', 'unknown', undefined]);
    play.calls('core.lesson_status=completed');
    expect(verdict(play)).toEqual(['completed', 'completed', 'passed', undefined]);
    play.calls('core.lesson_status=incomplete');
    expect(verdict(play)).toEqual(['completed', 'completed', 'passed', undefined]);
  });
  it('[REC-4] [REC-5] is not while one has failed', () => {
    const play = playing().enter('init', 'core.lesson_status=failed').go('continue').enter().go('continue').enter();
    expect(verdict(play)).toEqual(['active', 'incomplete', 'failed', undefined]);
    play.go({ type: 'choice', node: 'a' }).enter('init', 'core.lesson_status=passed');
    expect(verdict(play)).toEqual(['completed', 'completed', 'passed', undefined]);
  });
  it('[REC-4] what is complete and has failed in one burst is not', () => {
    const play = new Play([node('a')]).go('start');
    play.enter('init', 'core.lesson_status=completed', 'core.lesson_status=failed');
    expect(verdict(play)).toEqual(['active', 'incomplete', 'failed', undefined]);
  });
  it('[REC-5] once complete may fail, and then pass, for good', () => {
    const play = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=completed');
    expect(verdict(play)).toEqual(['completed', 'completed', 'unknown', undefined]);
    expect(verdict(play.calls('core.lesson_status=failed'))).toEqual(['completed', 'completed', 'failed', undefined]);
    expect(verdict(play.calls('core.lesson_status=passed'))).toEqual(['completed', 'completed', 'passed', undefined]);
    expect(verdict(play.calls('core.lesson_status=failed'))).toEqual(['completed', 'completed', 'passed', undefined]);
  });
  it('[REC-5] without a passed SCO success is unknown', () => {
    const play = new Play([node('a'), node('b')]).go('start').enter().go('continue').enter().go('exit');
    expect(verdict(play)).toEqual(['completed', 'completed', 'unknown', undefined]);
  });
  it('[REC-6] has the score of the one that has one, or the mean', () => {
    const play = playing().enter('init', 'core.score.raw=80', 'core.score.max=100');
    expect(play.data.score).toEqual({ scaled: 0.8, raw: 80, max: 100 });
    play.go('continue').enter('init', 'core.score.raw=33.33');
    expect(play.data.score).toEqual({ scaled: 0.56665, raw: 56.665, min: 0, max: 100 });
  });
  it('[REC-7] tells once, of the whole request', () => {
    const play = new Play([node('a')]).go('start');
    play.enter('init', 'core.session_time=00:05:00', 'core.lesson_status=passed', 'core.score.raw=80');
    const course = play.statements.filter(({ object }) => object.id === 'https://demo.example/golf');
    const expected = { completion: true, success: true, score: { scaled: 0.8, raw: 80 }, duration: 'PT5M' };
    expect(course.map(({ verb, result: r }) => [verb.display.en, r])).toEqual([
      ['initialized', undefined],
      ['completed', expected],
      ['passed', expected],
    ]);
    expect(course[1]!.timestamp).toBe(play.data.nodes.a!.visit!.lastAt);
    const done = play.events.filter(({ type }) => type === 'delivery.play_session.completed.v1');
    expect(done).toMatchObject([
      {
        time: play.data.nodes.a!.completedAt,
        data: { success: 'passed', score: { scaled: 0.8, raw: 80 }, totalSeconds: 300, learner: 'lrn-1' },
      },
    ]);
    expect(play.data.completedAt).toBe(play.data.nodes.a!.completedAt);
    play.told();
    play.calls('core.lesson_location=9').go('exit');
    expect(play.told()).toEqual(['terminated a']);
    expect(play.events.filter(({ type }) => type === 'delivery.play_session.completed.v1')).toHaveLength(1);
  });
  it('[REC-7] tells again what is better, never what is worse', () => {
    const play = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=completed');
    const course = (...calls: string[]) =>
      play
        .calls(...calls)
        .told()
        .filter((text) => text.endsWith(' .'));
    play.told();
    expect(course('core.score.raw=50')).toEqual(['scored .']);
    expect(course('core.score.raw=40')).toEqual([]);
    expect(course('core.score.raw=50')).toEqual([]);
    expect(course('core.lesson_status=failed')).toEqual(['failed .']);
    expect(course('core.score.raw=90', 'core.lesson_status=passed')).toEqual(['passed .']);
    expect(course('core.lesson_status=incomplete', 'core.score.raw=10')).toEqual([]);
    expect(course('core.score.raw=91')).toEqual(['scored .']);
    expect(play.data.announced).toEqual({ success: 'passed', score: { scaled: 0.91, raw: 91 } });
    const done = play.events.filter(({ type }) => type === 'delivery.play_session.completed.v1');
    expect(done.map(({ data }) => data)).toEqual([expect.not.objectContaining({ score: expect.anything() })]);
  });
  it('[REC-7] a better success keeps the best score that was told', () => {
    const play = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=completed', 'core.score.raw=90');
    play.calls('core.score.raw=60', 'core.lesson_status=passed');
    expect(result(play)).toMatchObject({ success: true, score: { raw: 90 } });
  });
  it('[REC-7] is complete when its last node was', () => {
    const play = new Play([node('a'), node('b')]).go('start');
    const first = play.entries('a', 'entered', 'init', 'core.lesson_status=passed');
    const second = play.entries('b', 'entered', 'init', 'core.lesson_status=passed', 'core.lesson_location=3');
    play.send([...first, ...second]);
    expect(play.data.completedAt).toBe(second[2]!.at);
    const back = new Play([node('a'), node('b')]).go('start');
    const later = back.entries('b', 'entered', 'init', 'core.lesson_status=passed');
    const last = back.entries('a', 'entered', 'init', 'core.lesson_status=passed', 'core.lesson_location=3');
    back.send([...later, ...last]);
    expect(back.data.completedAt).toBe(last[2]!.at);
    const fractions = new Play([node('a'), node('b')]).go('start');
    fractions.seconds = 20;
    const times = ['2026-03-01T10:00:09.5Z', '2026-03-01T10:00:09Z'];
    for (const [i, id] of ['a', 'b'].entries()) {
      const entries = fractions.entries(id, 'entered', 'init', 'core.lesson_status=passed');
      fractions.send(entries.map((entry) => ({ ...entry, at: times[i]! })));
    }
    expect(fractions.data.completedAt).toBe(times[0]);
  });
});
