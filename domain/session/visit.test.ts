import { describe, expect, it } from 'vitest';
import { type Scorm12State, STATE_BYTES_MAX } from '../runtime/scorm12/index.ts';
import { expireLease, LEASE_SECONDS, MEASURED_VISIT_SECONDS_MAX, NODE_BYTES_MIN, SESSION_BYTES_MAX } from './index.ts';
import { at, node, Play } from './session.testing.ts';

const playing = () => {
  const play = new Play([node('a'), node('b'), node('c', { kind: 'asset' })]).go('start');
  play.told();
  return play;
};
/** Result of the last statement told. */
const result = (play: Play) => play.statements.at(-1)?.result;

describe('visits', () => {
  it('[VIS-8] a page of an authored document finds a runtime, and its calls are told like those of a SCO', () => {
    const page = node('page', { kind: 'document', scorm12: { masteryScore: 70 } });
    const play = new Play([page]).go('start');
    expect(play.delivery).toMatchObject({ kind: 'document', runtime: { standard: 'scorm12' } });
    play.told();
    play.enter('init', 'core.score.raw=80', 'core.lesson_status=passed', 'core.exit=suspend', 'finish');
    expect(play.told()).toEqual(expect.arrayContaining(['initialized page', 'passed page', 'suspended page']));
    expect(play.data.nodes.page).toMatchObject({ completion: 'completed', success: 'passed', score: { raw: 80 } });
  });
  it('[VIS-1] a new attempt after one that ended, the same after one that was suspended', () => {
    const play = playing().enter('init', 'core.lesson_status=incomplete', 'core.exit=suspend', 'finish');
    expect(play.told()).toEqual(['initialized a', 'suspended a']);
    play.go('start').enter('init', 'core.lesson_status=incomplete', 'finish');
    expect(play.statements[0]!.context.contextActivities.grouping![1]!.id).toContain('/attempts/');
    const [first] = play.statements.map(({ context }) => context.contextActivities.grouping![1]!.id);
    expect(play.told()).toEqual(['resumed a', 'terminated a']);
    play.go('start').enter('init');
    expect(play.statements[0]!.context.contextActivities.grouping![1]!.id).toBe(first!.replace(/1$/, '2'));
    expect(play.told()).toEqual(['initialized a']);
    expect(play.data.nodes.a!.attempt).toBe(2);
  });
  it('[VIS-1] entering again without a call is still the same attempt', () => {
    const play = playing().enter().enter().enter('init');
    expect([play.data.nodes.a!.attempt, play.told()]).toEqual([1, ['initialized a']]);
  });
  it('[VIS-1] LMSInitialize begins a visit where the entry is missing', () => {
    const play = playing().calls('init', 'core.lesson_status=completed');
    expect(play.told()).toEqual(['initialized a', 'completed a']);
    expect(play.data.nodes.a).toMatchObject({ launch: 'launch-1', visit: { writer: 'writer-of-launch-1' } });
  });
  it('[VIS-1] LMSInitialize twice is refused, and begins nothing', () => {
    const play = playing().enter('init', 'core.lesson_status=incomplete', 'init');
    expect(play.told()).toEqual(['initialized a']);
    expect(play.data.warnings.map(({ text }) => text)).toEqual(['LMSInitialize was refused on replay: 101.']);
  });
  it('[VIS-2] a visit that was cut off is suspended and goes on', () => {
    const play = playing().enter('init', 'core.lesson_status=incomplete', 'interactions.0.id=q');
    play.calls('interactions.0.student_response=x');
    play.told();
    play.open('launch-2').go('start').enter('init');
    expect(play.statements.map(({ timestamp }) => timestamp)).toHaveLength(3);
    expect(new Set(play.statements.map(({ id }) => id)).size).toBe(3);
    expect(play.told()).toEqual(['responded a/interactions/q', 'suspended a', 'resumed a']);
    expect(play.data.nodes.a!.attempt).toBe(1);
  });
  it('[VIS-2] also by LMSInitialize of another frame, all with ids of their own', () => {
    const play = playing().enter('init');
    play.told();
    play.open('launch-2').go('start').calls('init', 'core.score.raw=1');
    expect(new Set(play.statements.map(({ id }) => id)).size).toBe(3);
    expect(play.told()).toEqual(['suspended a', 'resumed a', 'scored a']);
  });
  it('[VIS-2] as often as it happens', () => {
    const play = playing().enter('init').enter('init').enter('init');
    expect(new Set(play.statements.map(({ id }) => id)).size).toBe(5);
    expect(play.told()).toEqual(['initialized a', 'suspended a', 'resumed a', 'suspended a', 'resumed a']);
  });
  it('[VIS-2] one that had ended is not suspended', () => {
    const play = playing().enter('init', 'finish');
    play.told();
    play.enter();
    expect(play.told()).toEqual([]);
    expect(play.data.nodes.a!.attempt).toBe(2);
  });

  it('[VIS-3] leaving finishes what runs', () => {
    const play = playing().enter('init', 'core.score.raw=40', 'core.lesson_status=incomplete');
    play.calls('interactions.0.id=q', 'interactions.0.student_response=x');
    play.told();
    play.go('continue');
    expect(play.told()).toEqual(['responded a/interactions/q', 'suspended a']);
    expect(play.data.nodes.a).toMatchObject({ visit: null, completion: 'incomplete', interaction: null });
    play.enter('init', 'core.score.raw=40').go('previous');
    expect(play.told().slice(2)).toEqual(['completed b', 'terminated b']);
  });
  it('[VIS-3] a SCO that made no call has begun, is complete and has ended', () => {
    const play = playing().enter();
    const entered = play.data.nodes.a!.visit!.enteredAt;
    play.go('continue');
    expect(play.statements[0]!.timestamp).toBe(entered);
    expect(play.statements[2]!.timestamp).not.toBe(entered);
    expect(new Set(play.statements.map(({ id }) => id)).size).toBe(3);
    expect(play.told()).toEqual(['initialized a', 'completed a', 'terminated a']);
    expect(play.data.nodes.a!.completion).toBe('completed');
  });
  it('[VIS-3] mastery judges the one that is left', () => {
    const play = new Play([node('a', { scorm12: { masteryScore: 50 } }), node('b')]).go('start');
    play.enter('init', 'core.score.raw=40');
    play.told();
    play.go('continue');
    expect(play.told()).toEqual(['failed a', 'terminated a']);
  });
  it('[VIS-3] what has finished, or never came up, is only left', () => {
    const play = playing().enter('init', 'finish');
    play.told();
    play.go('continue');
    expect([play.told(), play.data.nodes.a!.visit]).toEqual([[], null]);
    play.go('continue');
    expect([play.told(), play.data.nodes.b]).toEqual([[], undefined]);
    play.enter().go('exit');
    expect(play.told()).toEqual([]);
  });
  it('[VIS-3] leaving in different acts gives different ids', () => {
    const play = playing().enter().go('start').enter().go('continue').enter().go('previous');
    const ids = play.statements.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each<[string, string[], string[]]>([
    ['turns to another', ['interactions.1.id=q1'], ['responded a/interactions/q']],
    ['begins another in its place', ['interactions.0.id=q1'], ['responded a/interactions/q']],
    ['commits', ['commit'], ['responded a/interactions/q']],
    ['finishes', ['finish'], ['responded a/interactions/q', 'completed a', 'terminated a']],
    ['names it again', ['interactions.0.id=q'], []],
    ['says more of it', ['interactions.0.result=correct'], []],
    ['sets something else', ['core.lesson_location=7'], []],
    ['looks elsewhere than it seems', ['suspend_data=cmi.interactions.1.id'], []],
  ])('[VIS-4] a response is told when the SCO %s', (_, then, expected) => {
    const play = playing().enter('init', 'interactions.0.id=q', 'interactions.0.student_response=a');
    play.told();
    expect(play.calls(...then).told()).toEqual(expected);
  });
  it('[VIS-4] with all that was said, once', () => {
    const play = playing().enter('init', 'interactions.0.student_response=a', 'interactions.0.id=q');
    play.calls('core.score.raw=3', 'interactions.0.type=fill-in', 'interactions.0.result=wrong', 'commit');
    expect(result(play)).toEqual({ response: 'a', success: false });
    expect(play.told()).toEqual(['initialized a', 'scored a', 'responded a/interactions/q']);
    play.calls('core.lesson_location=1', 'commit', 'finish');
    expect(play.told()).toEqual(['completed a', 'terminated a']);
  });
  it('[VIS-4] of a dozen interactions each', () => {
    const ids = Array.from({ length: 12 }, (_, i) => i);
    const play = playing().enter(
      'init',
      ...ids.flatMap((i) => [`interactions.${i}.id=q${i}`, `interactions.${i}.result=wrong`]),
    );
    play.calls('commit');
    expect(play.told().slice(1)).toEqual(ids.map((i) => `responded a/interactions/q${i}`));
  });
  it('[VIS-4] an index keeps to itself', () => {
    const play = playing().enter('init', 'interactions.0.id=q', 'interactions.0.result=correct');
    play.calls('interactions.1.id=r', 'interactions.1.result=wrong', 'interactions.0.result=wrong', 'commit');
    expect(play.told()).toEqual([
      'initialized a',
      'responded a/interactions/q',
      'responded a/interactions/r',
      'responded a/interactions/q',
    ]);
  });

  it('[VIS-5] time is what the SCO reports', () => {
    const play = playing().enter('init', 'core.session_time=00:10:00');
    expect(play.view().totalSeconds).toBe(600);
    play.calls('finish');
    expect(result(play)).toMatchObject({ duration: 'PT10M' });
    play.go('continue');
    expect(play.view().totalSeconds).toBe(600);
    play.go('previous').enter('init', 'core.session_time=00:01:00').go('continue');
    expect(play.view().totalSeconds).toBe(660);
  });
  it('[VIS-5] else what the clock says', () => {
    const play = playing();
    play.enter('init');
    play.seconds += 60;
    play.calls('core.lesson_location=1');
    expect(play.view().totalSeconds).toBe(63);
    play.seconds += 60;
    play.calls('finish');
    expect(result(play)).toMatchObject({ duration: 'PT2M5S' });
    play.go('continue');
    expect(play.view().totalSeconds).toBe(127);
    play.enter().seconds += 10;
    play.go('continue');
    expect(result(play)).toMatchObject({ duration: 'PT12S' });
    expect(play.view().totalSeconds).toBe(139);
  });
  it('[VIS-5] and is told once, also over a loss of contact', () => {
    const play = playing().enter('init', 'core.session_time=00:10:00');
    play.seconds += LEASE_SECONDS;
    play.take(expireLease(play.data, at(play.seconds)));
    expect(result(play)).toEqual({ duration: 'PT10M' });
    play.calls('core.session_time=00:15:00', 'finish');
    expect(result(play)).toMatchObject({ duration: 'PT5M' });
    play.go('continue');
    expect(play.view().totalSeconds).toBe(900);
    const back = playing().enter('init', 'core.session_time=00:10:00');
    back.seconds += LEASE_SECONDS;
    back.take(expireLease(back.data, at(back.seconds)));
    expect(result(back.calls('core.session_time=00:01:00', 'finish'))).toMatchObject({ duration: 'PT0S' });
  });
  it('[VIS-5] counts for what was cut off, too', () => {
    const play = playing().enter('init', 'core.session_time=00:10:00').enter('init', 'core.session_time=00:05:00');
    expect(play.view().totalSeconds).toBe(900);
  });
  it('[VIS-5] within bounds', () => {
    const play = playing().enter();
    play.seconds += MEASURED_VISIT_SECONDS_MAX * 2;
    play.go('continue');
    expect(play.view().totalSeconds).toBe(MEASURED_VISIT_SECONDS_MAX);
    const back = playing();
    const [entered, init, call] = back.entries('a', 'entered', 'init', 'core.lesson_location=1');
    back.send([entered!, { ...init!, at: '2020-01-01T00:00:00Z' }, { ...call!, at: '2020-01-01T00:00:00Z' }]);
    expect(back.view().totalSeconds).toBe(0);
    const skewed = playing();
    const [enter, first, second] = skewed.entries('a', 'entered', 'init', 'core.lesson_location=1');
    skewed.seconds = 80;
    skewed.send([enter!, { ...first!, at: at(70) }, { ...second!, at: at(40) }]);
    expect(skewed.view().totalSeconds).toBe(67);
  });
});

describe('bounds', () => {
  it('[VIS-7] what the others hold is not there for the next, but room to end is', () => {
    const play = new Play([node('a'), node('b'), node('c')]).go('start');
    const opening = () => play.delivery!.runtime!.state as Scorm12State;
    expect(opening().bytesMax).toBe(STATE_BYTES_MAX);
    play.enter('init').data.nodes.a!.runtime!.state.bytes = SESSION_BYTES_MAX - 500_000;
    expect(play.go('start').delivery!.runtime!.state).toMatchObject({ bytesMax: STATE_BYTES_MAX });
    play.enter('init').data.nodes.a!.runtime!.state.bytes = SESSION_BYTES_MAX - 500_000;
    play.go('continue');
    // Leaving a wrote its status, its total time and that it is complete.
    expect(opening().bytesMax).toBe(SESSION_BYTES_MAX - play.data.nodes.a!.runtime!.state.bytes);
    expect(opening().bytesMax).toBeGreaterThan(499_000);
    play.enter('init').data.nodes.b!.runtime!.state.bytes = 499_000;
    play.go('continue');
    expect(opening().bytesMax).toBe(opening().bytes + NODE_BYTES_MIN);
    play.enter('init', `suspend_data=${'x'.repeat(NODE_BYTES_MIN)}`, 'core.lesson_status=passed');
    expect(play.data.nodes.c).toMatchObject({ completion: 'completed' });
    expect(play.data.warnings.map(({ text }) => text)).toEqual(['LMSSetValue was refused on replay: 101.']);
  });
  it('[VIS-7] what a SCO holds itself is its own share', () => {
    const play = new Play([node('a'), node('b')]).go('start').enter('init').go('continue').enter('init').go('previous');
    play.data.nodes.a!.runtime!.state.bytes = 1_000_000;
    play.data.nodes.b!.runtime!.state.bytes = SESSION_BYTES_MAX - 1_200_000;
    expect(play.go('start').delivery!.runtime!.state).toMatchObject({ bytesMax: 1_200_000 });
  });
  it('[VIS-7] a course may use any words as ids', () => {
    const play = new Play(['constructor', 'toString', 'hasOwnProperty'].map((id) => node(id))).go('start');
    expect(play.view().nodes.map(({ completion }) => completion)).toEqual(Array(3).fill('not attempted'));
    play.writer = 'valueOf';
    play.enter('init').go('continue').enter('init').go('continue').enter('init').go('exit');
    expect([play.problem, play.data.state]).toEqual([undefined, 'completed']);
  });
});
