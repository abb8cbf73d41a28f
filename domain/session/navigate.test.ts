import { describe, expect, it } from 'vitest';
import type { StructureNode } from '../package/manifest.ts';
import { abandonSession, navigate } from './index.ts';
import { at, block, node, Play, REGISTRATION } from './session.testing.ts';
import { hrefOf } from './tree.ts';

const three = () => new Play([node('a'), block('part', [node('b')]), node('c')]);
const where = (play: Play) => [play.problem?.code, play.data.cursor.current, play.data.cursor.version];

describe('the cursor', () => {
  it('[NAV-1] another version is refused with the cursor as it is', () => {
    const play = three().go('start');
    const ask = (cursorVersion: number) =>
      navigate(play.data, { launch: 'launch-1', request: { type: 'continue' }, cursorVersion }, { now: at(9) });
    for (const version of [0, 2]) {
      expect(ask(version)).toEqual({
        ok: false,
        error: {
          code: 'cursor_stale',
          detail: `The session has moved on: its cursor is at version 1, not ${version}.`,
          where: 'cursorVersion',
          extra: { cursor: { schemaVersion: 1, version: 1, current: 'a' } },
        },
      });
    }
    expect(ask(1)).toMatchObject({ ok: true, value: { changed: true } });
  });
  it('[NAV-1] the last granted request gets the same answer again', () => {
    const play = three().go('start');
    const before = play.data;
    const ask = (request: object, launch = 'launch-1') =>
      navigate(before, { launch, request, cursorVersion: 0 } as Parameters<typeof navigate>[1], { now: at(9) });
    expect(ask({ type: 'start' })).toMatchObject({
      ok: true,
      value: { data: before, delivery: play.delivery, changed: false, statements: [], events: [], changedNodes: [] },
    });
    expect(ask({ type: 'continue' })).toMatchObject({ error: { code: 'cursor_stale' } });
    play.go({ type: 'choice', node: 'b' });
    const again = (id: string) =>
      navigate(
        play.data,
        { launch: 'launch-1', request: { type: 'choice', node: id }, cursorVersion: 1 },
        { now: at(9) },
      );
    expect(again('b')).toMatchObject({ ok: true, value: { delivery: { node: 'b' }, changed: false } });
    expect(again('c')).toMatchObject({ error: { code: 'cursor_stale' } });
    play.open('launch-2');
    const other = navigate(
      play.data,
      { launch: 'launch-2', request: { type: 'choice', node: 'b' }, cursorVersion: 1 },
      { now: at(9) },
    );
    expect(other).toMatchObject({ error: { code: 'cursor_stale' } });
  });
  it('[NAV-1] only the newest launch, and no abandoned session', () => {
    const play = three().go('start').open('launch-2');
    play.launch = 'launch-1';
    expect(where(play.go('continue'))).toEqual(['launch_superseded', 'a', 1]);
    play.launch = 'launch-2';
    play.take(abandonSession(play.data, { reason: 'restart', now: at(20) }));
    expect(play.go('start').problem?.code).toBe('session_closed');
    expect(play.send([]).problem?.code).toBe('session_closed');
    const unopened = { ...three().data, launches: [] };
    expect(
      navigate(unopened, { launch: 'launch-1', request: { type: 'start' }, cursorVersion: 0 }, { now: at(1) }),
    ).toMatchObject({ error: { code: 'launch_superseded' } });
  });
  it('[NAV-2] what the page has made is waited for', () => {
    const play = three().go('start').enter('init');
    const ask = (writer: { id: string; lastSeq: number }) =>
      navigate(
        play.data,
        { launch: 'launch-1', request: { type: 'continue' }, cursorVersion: 1, writer },
        { now: at(9) },
      );
    expect(ask({ id: play.writer, lastSeq: 3 })).toEqual({
      ok: false,
      error: {
        code: 'journal_gap',
        detail: 'Entry 3 of this writer has not arrived; send the journal first.',
        where: 'writer.lastSeq',
        extra: { expected: 3 },
      },
    });
    expect(ask({ id: 'another', lastSeq: 1 })).toMatchObject({ error: { extra: { expected: 1 } } });
    expect(ask({ id: play.writer, lastSeq: 2 }).ok).toBe(true);
    expect(ask({ id: 'another', lastSeq: 0 }).ok).toBe(true);
  });
});

describe('where it goes', () => {
  it('[NAV-3] through the document, blocks left out, to its ends', () => {
    const play = three().go('start');
    expect(where(play)).toEqual([undefined, 'a', 1]);
    expect(where(play.go('previous'))).toEqual(['navigation_refused', 'a', 1]);
    expect(where(play.go('continue'))).toEqual([undefined, 'b', 2]);
    expect(where(play.go('continue'))).toEqual([undefined, 'c', 3]);
    expect(where(play.go('continue'))).toEqual(['navigation_refused', 'c', 3]);
    expect(where(play.go('previous'))).toEqual([undefined, 'b', 4]);
    expect(where(play.go({ type: 'choice', node: 'a' }))).toEqual([undefined, 'a', 5]);
    expect(where(play.go('start'))).toEqual([undefined, 'a', 6]);
  });
  it('[NAV-3] choice needs a node that is listed and can be played', () => {
    const play = new Play([node('a'), node('hidden', { visible: false }), block('part', [])]).go('start');
    for (const id of ['hidden', 'part', 'nowhere']) {
      expect(play.go({ type: 'choice', node: id }).problem).toEqual({
        code: 'navigation_refused',
        detail: 'This part of the course cannot be chosen now.',
        where: 'request.node',
      });
    }
    expect(where(play.go('continue'))).toEqual([undefined, 'hidden', 2]);
  });
  it('[NAV-3] what is refused leaves nothing', () => {
    const play = three().go('start').enter('init');
    const before = play.data;
    play.go('previous');
    expect(play.problem).toEqual({
      code: 'navigation_refused',
      detail: 'Nothing that is open lies before.',
      where: 'request.type',
    });
    expect(play.data).toBe(before);
    expect(before.nodes.a!.visit).not.toBeNull();
  });
  it('[NAV-3] before the start there is neither next nor previous', () => {
    expect(three().go('continue').problem?.detail).toBe('Nothing that is open follows.');
    expect(three().go('previous').problem?.code).toBe('navigation_refused');
    expect(where(three().go({ type: 'choice', node: 'c' }))).toEqual([undefined, 'c', 1]);
    expect(new Play([block('part', [])]).go('start').problem?.detail).toBe('Nothing in this course can be opened.');
  });
  it('[NAV-4] exit suspends and start resumes', () => {
    const play = three().go('start').go('continue').go('exit');
    expect([play.delivery, play.data.state, ...where(play)]).toEqual([null, 'suspended', undefined, 'b', 3]);
    play.open('launch-2').go('start');
    expect([play.delivery!.node, play.data.state]).toEqual(['b', 'active']);
    expect(three().go('exit').data.state).toBe('created');
  });
  it('[NAV-4] [SES-3] a completed session begins anew, for review once it is passed', () => {
    const play = new Play([node('a'), node('b')]).go('start').enter('init').go('continue');
    play.enter('init', 'core.lesson_status=passed');
    play.go('exit');
    expect([play.data.state, ...where(play)]).toEqual(['completed', undefined, null, 3]);
    play.open('launch-2').go('start');
    expect(play.delivery).toMatchObject({
      node: 'a',
      runtime: { state: { values: { 'core.lesson_mode': 'review', 'core.credit': 'no-credit' } } },
    });
    const { completion, success, score } = play.data;
    play.told();
    play.enter('init', 'core.score.raw=100', 'core.lesson_status=passed', 'finish').go('exit');
    expect(play.told()).toEqual(['initialized a', 'terminated a']);
    expect([play.data.completion, play.data.success, play.data.score]).toEqual([completion, success, score]);
    expect(play.data.nodes.a!.success).toBe('unknown');
    // Opened before the end, a launch may still better the record.
    expect(play.data.launches.map(({ mode }) => mode)).toEqual(['normal', 'review']);
  });
  it.each([
    ['failed', 'core.lesson_status=failed'],
    ['unknown', 'core.lesson_location=3'],
  ])('[SES-3] one that is complete with success %s is played for credit again', (success, last) => {
    const play = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=completed');
    play.calls('core.score.raw=20', last, 'finish').go('exit');
    expect([play.data.state, play.data.success]).toEqual(['completed', success]);
    play.told();
    play.open('launch-2').go('start').enter('init', 'core.score.raw=80', 'core.lesson_status=passed');
    expect(play.told()).toEqual(['initialized a', 'scored a', 'passed a', 'passed .']);
    expect([play.data.success, play.data.score?.raw]).toEqual(['passed', 80]);
    expect(play.open('launch-3').data.launches.map(({ mode }) => mode)).toEqual(['normal', 'normal', 'review']);
  });
  it('[NAV-4] a completed session that was not left goes on where it is', () => {
    const play = new Play([node('a'), node('b')]).go('start').enter('init').go('continue');
    play.enter('init', 'core.lesson_status=passed').open('launch-2').go('start');
    expect(play.delivery!.node).toBe('b');
  });
});

describe('what it tells', () => {
  it('[NAV-6] started once, then every navigation', () => {
    const play = three().go('start');
    expect(play.told()).toEqual(['initialized .']);
    expect(play.events).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^demo-evt-/),
        source: '/delivery/tenants/demo',
        type: 'delivery.play_session.started.v1',
        subject: play.data.id,
        time: at(2),
        datacontenttype: 'application/json',
        tenant: 'demo',
        data: {
          session: play.data.id,
          registration: REGISTRATION,
          packageId: 'demo-pkg-1',
          learner: 'lrn-1',
          title: 'Golf',
        },
      },
      expect.objectContaining({
        type: 'delivery.play_session.navigated.v1',
        data: expect.objectContaining({ request: 'start', from: null, to: 'a', state: 'active' }),
      }),
    ]);
    play.events = [];
    play.go('continue').go('exit').open('launch-2').go('start');
    expect(play.events.map(({ type, data }) => [type.split('.')[2], data.request, data.from, data.to])).toEqual([
      ['navigated', 'continue', 'a', 'b'],
      ['navigated', 'exit', 'b', null],
      ['navigated', 'start', 'b', 'b'],
    ]);
    expect(new Set(play.events.map(({ id }) => id)).size).toBe(3);
    expect(play.told()).toEqual([]);
  });
});

describe('deliveries', () => {
  it('[NAV-5] what to show, and the runtime to begin with', () => {
    const sco = node('a', {
      scorm12: { masteryScore: 70, dataFromLms: 'x=1', maxTimeAllowed: '01:00:00', timeLimitAction: 'exit,message' },
    });
    const play = new Play([sco, node('b', { kind: 'asset' })]).go('start');
    expect(play.delivery).toEqual({
      node: 'a',
      kind: 'sco',
      title: 'Title of a',
      href: '/pages/a.html',
      runtime: {
        standard: 'scorm12',
        state: expect.objectContaining({
          phase: 'ready',
          strict: false,
          values: {
            'core.student_id': 'lrn-1',
            'core.student_name': 'Ada',
            'core.credit': 'credit',
            'core.lesson_mode': 'normal',
            'core.entry': 'ab-initio',
            launch_data: 'x=1',
            'student_data.mastery_score': '70',
            'student_data.max_time_allowed': '01:00:00',
            'student_data.time_limit_action': 'exit,message',
          },
        }),
      },
    });
    expect(play.go('continue').delivery).toEqual({
      node: 'b',
      kind: 'asset',
      title: 'Title of b',
      href: '/pages/b.html',
    });
  });
  it.each([
    ['a b/c#d/e?f.html', '', '/a%20b/c%23d/e%3Ff.html'],
    ['ü/100%.html', '?a=1&b=%20#top', '/%C3%BC/100%25.html?a=1&b=%20#top'],
    ['x.html', '?q=a b"<>\\^`{|}ü😀', '/x.html?q=a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%C3%BC%F0%9F%98%80'],
    ['https://other.example/x y.html', '?a=1', 'https://other.example/x y.html?a=1'],
    ['HTTP://other.example/', '#x', 'HTTP://other.example/#x'],
    ['httpx/a.html', '', '/httpx/a.html'],
  ])('[NAV-5] %s and %s → %s', (path, parameters, href) => {
    expect(hrefOf({ path, parameters })).toBe(href);
  });
});

describe('prerequisites', () => {
  const behind = (id: string, script: string): StructureNode => node(id, { scorm12: { prerequisites: script } });
  const open = (play: Play) =>
    play
      .view()
      .nodes.flatMap((n) => [n, ...n.children])
      .filter((n) => n.selectable)
      .map((n) => n.id);

  it('[NAV-7] close a node for choice and continue, which goes on to the next that is open', () => {
    const play = new Play([node('a'), behind('b', 'c'), node('c')]).go('start');
    expect(open(play)).toEqual(['a', 'c']);
    expect(where(play.go({ type: 'choice', node: 'b' }))).toEqual(['navigation_refused', 'a', 1]);
    expect(where(play.go('continue'))).toEqual([undefined, 'c', 2]);
    play.enter('init', 'core.lesson_status=completed');
    expect(open(play)).toEqual(['a', 'b', 'c']);
    expect(where(play.go('previous'))).toEqual([undefined, 'b', 3]);
  });
  it('[NAV-7] leaving may open what the view already shows as open', () => {
    const play = new Play([node('a'), behind('b', 'a')]).go('start');
    expect([open(play), play.view().controls.continue]).toEqual([['a'], false]);
    play.enter('init');
    expect([open(play), play.view().controls.continue]).toEqual([['a', 'b'], true]);
    expect(where(play.go('continue'))).toEqual([undefined, 'b', 2]);
  });
  it('[NAV-7] a SCO that would be left incomplete opens nothing', () => {
    const play = new Play([node('a', { scorm12: { masteryScore: 50 } }), behind('b', 'a')]).go('start');
    play.enter('init', 'core.lesson_status=incomplete', 'core.score.raw=90');
    expect([open(play), play.view().controls.continue]).toEqual([['a'], false]);
    expect(where(play.go('continue'))).toEqual(['navigation_refused', 'a', 1]);
    play.calls('core.lesson_status=completed');
    expect([open(play), where(play.go('continue'))]).toEqual([
      ['a', 'b'],
      [undefined, 'b', 2],
    ]);
  });
  it.each<[string, string[], string[]]>([
    ['a="passed"', ['core.lesson_status=passed'], ['a', 'b']],
    ['a="failed"', ['core.lesson_status=failed'], ['a', 'b']],
    ['a="completed"', ['core.lesson_status=completed'], ['a', 'b']],
    ['a="browsed"', ['core.lesson_status=browsed'], ['a', 'b']],
    ['a="incomplete"', ['core.lesson_status=incomplete'], ['a', 'b']],
    ['a="not attempted"', ['core.lesson_status=incomplete'], ['a']],
    ['a', ['core.lesson_status=browsed'], ['a']],
    ['a', ['core.lesson_status=completed', 'core.lesson_status=failed'], ['a']],
    ['a', ['core.lesson_status=passed', 'core.lesson_status=failed'], ['a', 'b']],
    ['a', ['core.lesson_status=incomplete', 'finish'], ['a']],
  ])('[PRE-2] %s after %j', (script, calls, expected) => {
    const play = new Play([node('a'), behind('b', script)]).go('start').enter('init', ...calls);
    expect(open(play)).toEqual(expected);
  });
  it.each<[string, string[], string[]]>([
    ['a="failed"', ['core.score.raw=40'], ['a', 'b']],
    ['a="passed"', ['core.score.raw=60'], ['a', 'b']],
    ['a', ['core.score.raw=40'], ['a']],
    ['a', [], ['a', 'b']],
    ['gone', [], ['a', 'b']],
  ])('[PRE-2] [PRE-4] %s when %j would be judged on leaving', (script, calls, expected) => {
    const play = new Play([node('a', { scorm12: { masteryScore: 50 } }), behind('b', script)]).go('start');
    expect(open(play.enter('init', ...calls))).toEqual(expected);
  });
  it('[PRE-2] review closes nothing, and what has no runtime is incomplete', () => {
    const play = new Play([node('a'), node('b'), behind('c', 'a')]).go('start').enter().go('continue');
    play.enter('init', 'core.lesson_status=passed').go('continue').enter().go('exit');
    play.open('launch-2').go('start').enter('init', 'core.lesson_status=failed');
    expect(open(play)).toEqual(['a', 'b', 'c']);
    const other = new Play([node('a', { kind: 'au' }), behind('b', 'a="incomplete"')]).go('start').enter();
    expect(open(other)).toEqual(['a', 'b']);
  });
  it('[NAV-7] [PRE-2] blocks close what is in them, and are complete when all in them is', () => {
    const play = new Play([
      block('one', [node('a'), node('b')]),
      block('two', [node('c')], { prerequisites: 'one' }),
      behind('d', 'one="incomplete"'),
      behind('e', 'one="not attempted"'),
    ]).go('start');
    expect(open(play)).toEqual(['a', 'b', 'e']);
    play.enter('init', 'core.lesson_status=passed').go('continue');
    expect(open(play)).toEqual(['a', 'b', 'd']);
    play.enter('init', 'core.lesson_status=completed');
    expect(open(play)).toEqual(['a', 'b', 'c']);
  });
  it('[SES-2] [PRE-4] what cannot be read restricts nothing and is in the trace', () => {
    const play = new Play([node('a'), behind('b', 'a &'), block('p', [behind('c', '(')]), behind('d', 'a')]);
    expect(open(play)).toEqual(['a', 'b', 'c']);
    expect(play.data.warnings).toEqual([
      { at: at(0), node: 'b', text: 'The prerequisites cannot be read: none apply.' },
      { at: at(0), node: 'c', text: 'The prerequisites cannot be read: none apply.' },
    ]);
  });
});
