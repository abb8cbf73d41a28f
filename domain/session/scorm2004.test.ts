import { describe, expect, it } from 'vitest';
import type { Scorm2004NodeData } from '../package/scorm2004/node-data.ts';
import { callScorm2004, type Scorm2004State } from '../runtime/scorm2004/index.ts';
import { readNode } from './data.ts';
import { SESSION_BYTES_MAX } from './limits.ts';
import { navigate } from './navigate.ts';
import { block, manifest2004, node, Play, REGISTRATION, sessionOf } from './session.testing.ts';

const FREE = { choice: true, flow: true };
const play = (structure: Parameters<typeof manifest2004>[0], mode: Parameters<typeof manifest2004>[1] = FREE) =>
  new Play(sessionOf(manifest2004(structure, mode))).go('start');
const sco = (id: string, scorm2004?: Scorm2004NodeData) => node(id, scorm2004 === undefined ? {} : { scorm2004 });
const stateOf = ({ delivery }: Play): Scorm2004State => delivery!.runtime!.state as Scorm2004State;
/** What a SCO that was just delivered reads. */
const reads = (it: Play, ...elements: string[]): string[] => {
  const state = structuredClone(stateOf(it));
  callScorm2004(state, 'Initialize', ['']);
  return elements.map((element) => callScorm2004(state, 'GetValue', [element]).result);
};

describe('a SCO of SCORM 2004', () => {
  it('[P04-1] is played, replayed, told and counted', () => {
    const it = play([sco('a')]);
    expect(it.delivery).toMatchObject({ runtime: { standard: 'scorm2004' } });
    it.enter('init', 'location=p2', 'score.scaled=0.8', 'completion_status=completed', 'success_status=passed');
    it.calls('session_time=PT1M', 'exit=normal', 'finish');
    expect(it.view()).toMatchObject({
      state: 'completed',
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.8 },
      totalSeconds: 60,
    });
    expect(it.told()).toEqual([
      'initialized .',
      'initialized a',
      'scored a',
      'completed a',
      'passed a',
      'completed .',
      'passed .',
      'terminated a',
    ]);
    expect(it.data.warnings).toEqual([]);
  });
  it('[P04-1] resumes what it suspended, and what was cut off', () => {
    const it = play([sco('a')])
      .enter('init', 'suspend_data=half', 'exit=suspend', 'finish')
      .go('exit');
    expect(it.open('launch-2').go('start')).toBeDefined();
    expect(reads(it, 'cmi.entry', 'cmi.suspend_data')).toEqual(['resume', 'half']);
    it.enter('init', 'suspend_data=more');
    it.open('launch-3').go('start');
    expect(reads(it, 'cmi.entry', 'cmi.suspend_data')).toEqual(['resume', 'more']);
    expect(it.told().filter((text) => text.endsWith(' a'))).toEqual(['initialized a', 'suspended a', 'resumed a']);
  });
  it('[P04-1] an attempt that was to go on and was left before it began still goes on', () => {
    const it = play([sco('a'), sco('b')]).enter('init', 'suspend_data=half', 'exit=suspend', 'finish');
    it.go('continue').go('previous').enter().go('continue').go('previous');
    expect(reads(it, 'cmi.entry', 'cmi.suspend_data')).toEqual(['resume', 'half']);
    expect(it.told().filter((text) => text.endsWith(' a'))).toEqual([
      ...['initialized a', 'suspended a', 'resumed a', 'suspended a'],
    ]);
  });
  it('[P04-2] large launch data is held once, and thousands of objectives as far as they fit', () => {
    const objectives = Array.from({ length: 20_000 }, (_, n) => ({ objectiveId: `o${n}`, primary: n === 0 }));
    const it = play([sco('a', { dataFromLms: 'd'.repeat(1_400_000), sequencing: { objectives } })]);
    it.enter('init', 'completion_status=completed', 'finish').go('start').enter('init');
    const { state } = it.data.nodes.a!.runtime!;
    expect(JSON.stringify(state).length).toBeLessThan(1_550_000);
    expect(Number(state.counts.objectives)).toBeGreaterThan(500);
    expect(reads(it.go('start'), 'cmi.launch_data')[0]).toHaveLength(1_400_000);
  });
  it('[P04-1] begins anew after an attempt that ended, and keeps its record', () => {
    const it = play([sco('a'), sco('b')]).enter('init', 'suspend_data=x', 'completion_status=completed', 'finish');
    it.go('continue').go('previous');
    expect(reads(it, 'cmi.entry', 'cmi.suspend_data')).toEqual(['ab-initio', '']);
    it.enter('init', 'completion_status=incomplete');
    expect(it.data.nodes.a).toMatchObject({ completion: 'completed', attempt: 2 });
  });
  it('[P04-1] a launch for review changes nothing', () => {
    const it = play([sco('a')]).enter('init', 'completion_status=completed', 'success_status=passed', 'finish');
    it.go('exit').open('launch-2').go('start');
    expect(reads(it, 'cmi.mode', 'cmi.credit')).toEqual(['review', 'no-credit']);
    it.told();
    it.enter('init', 'success_status=failed', 'score.scaled=0.1', 'finish');
    expect(it.told()).toEqual(['initialized a', 'terminated a']);
    expect(it.view()).toMatchObject({ success: 'passed' });
  });
  it('[P04-2] is given what the manifest says', () => {
    const it = play([
      sco('a', {
        dataFromLms: 'start=1',
        timeLimitAction: 'exit,no message',
        completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.7, progressWeight: 1 },
        sequencing: {
          objectives: [{ objectiveId: 'main', primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.6 }],
          limitConditions: { attemptAbsoluteDurationLimit: 'PT1H' },
        },
      }),
    ]);
    const names = ['launch_data', 'time_limit_action', 'completion_threshold', 'scaled_passing_score'];
    const more = ['max_time_allowed', 'objectives.0.id', 'learner_id', 'learner_name'];
    expect(reads(it, ...[...names, ...more].map((name) => `cmi.${name}`))).toEqual([
      ...['start=1', 'exit,no message', '0.7', '0.6'],
      ...['PT1H', 'main', 'lrn-1', 'Ada'],
    ]);
    it.enter('init', 'progress_measure=0.7', 'score.scaled=0.5', 'success_status=passed', 'finish');
    expect(it.view()).toMatchObject({ completion: 'completed', success: 'failed' });
  });
  it('[P04-3] completion and success are two things: who failed at the end has completed the course', () => {
    const it = play([sco('a'), sco('b')])
      .enter('init', 'completion_status=completed', 'finish')
      .go('continue');
    it.enter('init', 'completion_status=completed', 'success_status=failed', 'score.scaled=0.2', 'finish');
    expect(it.view()).toMatchObject({ state: 'completed', completion: 'completed', success: 'failed' });
    expect(it.open('launch-2').data.launches.at(-1)).toMatchObject({ mode: 'normal' });
  });
  it('[P04-3] silence completes, unless completion is the content’s to tell', () => {
    const silent = play([sco('a')]).enter('init', 'finish');
    expect(silent.view().completion).toBe('completed');
    const own = play([sco('a', { sequencing: { deliveryControls: { completionSetByContent: true } } })]);
    expect(own.enter('init', 'finish').view().completion).toBe('incomplete');
    expect(
      play([sco('a')])
        .enter()
        .go('exit')
        .view().completion,
    ).toBe('completed');
  });
  it('[P04-3] the mean of a course is that of the scaled scores', () => {
    const it = play([sco('a'), sco('b'), sco('c')])
      .enter('init', 'score.raw=17', 'finish')
      .go('continue');
    it.enter('init', 'score.scaled=0.5', 'finish').go('continue').enter('init', 'score.scaled=1', 'finish');
    expect(it.view().score).toMatchObject({ scaled: 0.75 });
    const raw = play([sco('a'), sco('b')])
      .enter('init', 'score.raw=1', 'finish')
      .go('continue');
    expect(raw.enter('init', 'score.raw=2', 'finish').view().score).toBeUndefined();
  });
  it('[P04-1] calls of the other standard are a line of the trace', () => {
    const it = play([sco('a')]).enter('init');
    it.send([
      { seq: it.seq + 1, at: it.now(), node: 'a', kind: 'call', method: 'LMSSetValue', args: ['cmi.comments', 'x'] },
    ]);
    expect(it.data.warnings.map(({ text }) => text)).toEqual(["LMSSetValue is no call of this page's standard."]);
  });
});

describe('stored sessions', () => {
  it('[P04-4] a SCO that was stored before there was a second standard is one of SCORM 1.2', () => {
    const it = new Play([node('a')]).go('start').enter('init');
    const stored = it.data.nodes.a!;
    const runtime = stored.runtime!.state as never;
    expect(readNode({ ...stored, runtime })).toEqual(stored);
    expect(readNode(stored)).toEqual(stored);
    expect(readNode({ ...stored, runtime: null }).runtime).toBeNull();
  });
});

describe('the way through', () => {
  const controls = (it: Play) => {
    const { continue: on, previous } = it.view().controls;
    return [on, previous];
  };
  const listed = (it: Play) => it.view().nodes.map(({ selectable }) => selectable);
  const nav = (it: Play) => reads(it, 'adl.nav.request_valid.continue', 'adl.nav.request_valid.previous');

  it('[P04-10] as the standard has it without a word, parts are chosen, and Continue is not there', () => {
    const it = play([sco('a'), sco('b')], {});
    expect([it.delivery?.node, controls(it), listed(it)]).toEqual(['a', [false, false], [true, true]]);
    expect(it.go('continue').problem).toMatchObject({ code: 'navigation_refused' });
    expect(it.go({ type: 'choice', node: 'b' }).delivery?.node).toBe('b');
  });
  it('[P04-10] with flow alone, Continue and Previous lead on and nothing is chosen', () => {
    const it = play([sco('a'), sco('b')], { choice: false, flow: true });
    expect([controls(it), listed(it)]).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(it.go({ type: 'choice', node: 'b' }).problem).toMatchObject({ code: 'navigation_refused' });
    expect(it.go('continue').delivery?.node).toBe('b');
    expect(controls(it)).toEqual([false, true]);
  });
  it('[P04-10] flow goes into clusters that allow it, over their ends, and stops before others', () => {
    const cluster = (id: string, flow: boolean, children: ReturnType<typeof sco>[]) => ({
      ...block(id, children),
      scorm2004: { sequencing: { controlMode: { flow } } },
    });
    const it = play([
      cluster('x', true, [sco('a'), sco('b')]),
      cluster('y', true, [sco('c')]),
      cluster('z', false, [sco('d')]),
    ]);
    const way = [it.delivery?.node, ...[1, 2].map(() => it.go('continue').delivery?.node)];
    expect([way, controls(it)]).toEqual([
      ['a', 'b', 'c'],
      [false, true],
    ]);
    expect(it.go('previous').delivery?.node).toBe('b');
    expect(controls(it.go({ type: 'choice', node: 'd' }))).toEqual([false, false]);
  });
  it('[P04-10] with neither, the first part is opened', () => {
    const it = play([sco('a'), sco('b')], { choice: false, flow: false });
    expect([it.delivery?.node, controls(it), listed(it)]).toEqual(['a', [false, false], [false, false]]);
  });
  it('[P04-11] a SCO reads what it may ask for', () => {
    const it = play([sco('a'), sco('b')], { choice: false, flow: true });
    expect(nav(it)).toEqual(['true', 'false']);
    expect(nav(it.go('continue'))).toEqual(['true', 'true']);
    const target = (how: string, id: string) => `adl.nav.request_valid.${how}.{target=${id}}`;
    expect(reads(it, target('choice', 'a'), target('jump', 'a'), target('jump', 'x'))).toEqual([
      'false',
      'true',
      'false',
    ]);
    expect(it.enter('init').data.nodes.b!.runtime!.state).not.toHaveProperty('requests');
  });
});

describe('what a part asks for', () => {
  const ended = (request: string, structure = [sco('a'), sco('b'), sco('c')], mode = FREE) =>
    play(structure, mode).enter('init', `nav=${request}`, 'finish');

  it('[P04-12] is due once it has ended, and made by the request `requested`', () => {
    const it = play([sco('a'), sco('b')]).enter('init', 'nav=continue');
    expect(it.view().requested).toBeUndefined();
    expect(it.go('requested').problem).toMatchObject({ code: 'navigation_refused' });
    expect(it.calls('finish').view().requested).toBe(true);
    expect(it.go('requested').delivery?.node).toBe('b');
    expect(it.events.at(-1)?.data).toMatchObject({ request: 'continue', from: 'a', to: 'b' });
    expect(it.view().requested).toBeUndefined();
  });
  it.each([
    ['{target=c}choice', 'c', 'choice'],
    ['{target=c}jump', 'c', 'choice'],
  ])('[P04-12] %s', (request, to, told) => {
    const it = ended(request).go('requested');
    expect([it.delivery?.node, it.events.at(-1)?.data.request]).toEqual([to, told]);
  });
  it('[P04-12] a jump goes where choice does not lead, and a choice to what is not listed', () => {
    const closed = { choice: false, flow: true };
    expect(ended('{target=c}choice', undefined, closed).view().requested).toBeUndefined();
    expect(ended('{target=c}jump', undefined, closed).go('requested').delivery?.node).toBe('c');
    expect(ended('{target=x}jump').view().requested).toBeUndefined();
    const hidden = [sco('a'), node('b', { visible: false })];
    expect(ended('{target=b}choice', hidden).go('requested').delivery?.node).toBe('b');
  });
  it.each(['exit', 'exitAll', 'suspendAll', 'abandon', 'abandonAll'])('[P04-12] %s leaves the course', (request) => {
    const it = ended(request).go('requested');
    expect([it.delivery, it.view().state]).toEqual([null, 'suspended']);
    expect(it.events.at(-1)?.data).toMatchObject({ request: 'exit', to: null });
  });
  it('[P04-12] Continue on the last part ends the course, Previous on the first is not granted', () => {
    expect(
      ended('continue', [sco('a')])
        .go('requested')
        .view().state,
    ).toBe('completed');
    expect(ended('previous').view().requested).toBeUndefined();
    // Without flow there is no Continue at all.
    expect(ended('continue', [sco('a')], { choice: true, flow: false }).view().requested).toBeUndefined();
  });
  it('[P04-12] a newer launch is not led away by what was asked before', () => {
    const it = ended('continue').open('launch-2').go('start');
    expect([it.view().requested, it.delivery?.node]).toEqual([undefined, 'a']);
  });
  it('[P04-12] asked again, the answer is the same', () => {
    const it = ended('suspendAll');
    const { launch, data } = it;
    const request = { launch, request: { type: 'requested' }, cursorVersion: data.cursor.version } as const;
    const first = navigate(data, request, { now: it.now() });
    const left = first.ok ? first.value.data : data;
    expect(navigate(left, request, { now: it.now() })).toMatchObject({
      ok: true,
      value: { delivery: null, data: left },
    });
  });
  it('[P04-13] a part that brings its own controls hides those of the shell', () => {
    const it = play([
      sco('a', { hideLmsUi: ['continue', 'exitAll', 'suspendAll'] }),
      sco('b', { hideLmsUi: ['exit'] }),
    ]);
    expect(it.view().hiddenControls).toEqual(['continue', 'exit']);
    expect(it.go('continue').view().hiddenControls).toEqual([]);
    expect(play([sco('a')]).view().hiddenControls).toBeUndefined();
  });
});

describe('shared stores', () => {
  const stores = (...maps: [string, boolean, boolean][]): Scorm2004NodeData => ({
    data: maps.map(([targetId, readSharedData, writeSharedData]) => ({ targetId, readSharedData, writeSharedData })),
  });
  it('[P04-14] what one part wrote last, another reads', () => {
    const it = play([sco('a', stores(['s', true, true])), sco('b', stores(['t', true, true], ['s', true, true]))]);
    it.enter('init', 'adl.data.0.store=from a', 'finish').go('continue');
    expect(reads(it, 'adl.data.1.store', 'adl.data.0.store')).toEqual(['from a', '']);
    it.enter('init', 'adl.data.1.store=from b', 'finish').go('previous');
    expect(reads(it, 'adl.data.0.store')).toEqual(['from b']);
    expect(it.enter('init').data.warnings).toEqual([]);
  });
  it('[P04-14] [VIS-7] a store is copied as far as there is room', () => {
    const large = 'x'.repeat(1_000_000);
    const own = stores(['s', true, true], ['t', true, true]);
    const it = play([sco('a', own), sco('b', own)])
      .enter('init', `adl.data.0.store=${large}`, 'finish')
      .go('continue');
    it.enter('init', `adl.data.1.store=${large.slice(1)}`);
    // Its own two stores would be more than one SCO may hold.
    expect(it.data.warnings.at(-1)?.text).toBe('SetValue was refused on replay: 351.');
    it.calls('adl.data.1.store=small', 'finish').go('previous');
    expect(reads(it, 'adl.data.1.store')).toEqual(['small']);
    it.data.nodes.b!.runtime!.state.bytes = SESSION_BYTES_MAX;
    it.enter('init', 'adl.data.0.store=new', 'finish').go('continue');
    expect(reads(it, 'adl.data.0.store')[0]).toHaveLength(1_000_000);
  });
  it('[P04-14] only with leave to read and to write', () => {
    const it = play([sco('a', stores(['s', false, true])), sco('b', stores(['s', true, false]))]);
    it.enter('init', 'adl.data.0.store=x', 'finish').go('continue');
    const state = structuredClone(stateOf(it));
    callScorm2004(state, 'Initialize', ['']);
    expect(callScorm2004(state, 'SetValue', ['adl.data.0.store', 'y'])).toMatchObject({ errorCode: 404 });
    expect(callScorm2004(state, 'GetValue', ['adl.data.0.store'])).toMatchObject({ result: 'x' });
    const back = structuredClone(stateOf(it.go('previous')));
    callScorm2004(back, 'Initialize', ['']);
    expect(callScorm2004(back, 'GetValue', ['adl.data.0.store'])).toMatchObject({ errorCode: 405 });
  });
});

it('[P04-1] ids of statements come from the journal', () => {
  const told = () => play([sco('a')]).enter('init', 'score.scaled=1', 'finish').statements;
  expect(told()).toEqual(told());
  expect(told().every(({ context }) => context.registration === REGISTRATION)).toBe(true);
});
