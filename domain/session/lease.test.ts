import { describe, expect, it } from 'vitest';
import type { Branding } from '../package/branding.ts';
import {
  ABANDON_AFTER_DAYS,
  abandonSession,
  createSession,
  expireLease,
  LEASE_SECONDS,
  leaseEndsAt,
  openLaunch,
  viewOf,
} from './index.ts';
import { at, block, manifest, node, Play, REGISTRATION, session, T0 } from './session.testing.ts';
import { TRANSITIONS } from './transitions.ts';
import { beginWork, transition } from './work.ts';

const playing = () => {
  const play = new Play([node('a'), node('b')]).go('start');
  play.told();
  return play;
};
const silence = (play: Play, seconds = LEASE_SECONDS): Play => {
  play.seconds += seconds;
  return play.take(expireLease(play.data, at(play.seconds)));
};

describe('states', () => {
  it('[SES-1] are one table', () => {
    expect(TRANSITIONS).toEqual({
      created: { play: 'active', abandon: 'abandoned' },
      active: { play: 'active', suspend: 'suspended', complete: 'completed', abandon: 'abandoned' },
      suspended: { play: 'active', suspend: 'suspended', complete: 'completed', abandon: 'abandoned' },
      completed: { play: 'completed', suspend: 'completed', complete: 'completed' },
      abandoned: {},
    });
  });
  it('[SES-1] what the table does not have is a mistake', () => {
    const work = beginWork(session([node('a')]));
    expect(() => transition(work, 'suspend')).toThrow('a session that is created cannot suspend');
    transition(work, 'play');
    transition(work, 'play');
    expect([work.data.state, work.data.version]).toEqual(['active', 1]);
  });
  it('[SES-2] a new session', () => {
    const data = session([node('a')], true);
    expect(data).toMatchObject({
      schemaVersion: 1,
      registration: REGISTRATION,
      learner: { id: 'lrn-1', name: 'Ada' },
      homePage: 'https://demo.example',
      course: { activityId: 'https://demo.example/golf', title: 'Golf', language: 'en' },
      adapterVersion: 1,
      strict: true,
      state: 'created',
      createdAt: at(0),
      contactAt: at(0),
      cursor: { schemaVersion: 1, version: 0, current: null },
      nodes: {},
      launches: [],
      warnings: [],
    });
    expect(data).not.toHaveProperty('manifest');
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(new Play(data).go('start').delivery!.runtime!.state).toMatchObject({ strict: true });
  });
  it('[SES-2] the accent of the brand is shown with the course, when it has one', () => {
    expect(viewOf(session([node('a')]))).not.toHaveProperty('accent');
    const { id, tenant, registration, packageId, learner, homePage, createdAt: now } = session([node('a')]);
    const branded = { ...manifest([node('a')]), branding: { name: 'Crust', colours: { accent: '#a8431f' } } };
    const init = { id, tenant, registration, packageId, learner, homePage, strict: false, now };
    expect(viewOf(createSession({ ...init, manifest: branded })).accent).toBe('#a8431f');
    expect(viewOf(createSession({ ...init, manifest: branded }))).not.toHaveProperty('logo');
    const logoOf = (branding: Branding) => viewOf(createSession({ ...init, manifest: { ...branded, branding } })).logo;
    expect(logoOf({ name: 'Crust', logo: 'media/logo.svg' })).toEqual({ path: '/.lectern/logo', name: 'Crust' });
    expect(logoOf({ logo: 'logo.svg' })).toEqual({ path: '/.lectern/logo' });
    expect(logoOf({ logo: 'https://crust.example/logo.svg' })).toBeUndefined();
  });
  it('[SES-2] titles are in a language that a statement may name', () => {
    const { id, tenant, registration, packageId, learner, homePage, createdAt: now } = session([node('a')]);
    const init = { id, tenant, registration, packageId, learner, homePage, strict: false, now };
    const languageOf = (...languages: string[]) =>
      createSession({ ...init, manifest: { ...manifest([node('a')]), languages } }).course.language;
    expect(languageOf('en-utf8', 'de-CH')).toBe('de-CH');
    expect([languageOf('en-utf8'), languageOf()]).toEqual(['und', 'und']);
  });
  it('[SES-3] opening a launch again changes nothing', () => {
    const play = playing();
    expect(openLaunch(play.data, { launch: 'launch-1', now: at(9) })).toBe(play.data);
    const opened = openLaunch(play.data, { launch: 'launch-2', now: at(9) });
    expect(opened.launches).toEqual([
      { id: 'launch-1', openedAt: at(1), mode: 'normal', writers: {} },
      { id: 'launch-2', openedAt: at(9), mode: 'normal', writers: {} },
    ]);
    expect(opened.contactAt).toBe(at(9));
    expect(play.data.launches).toHaveLength(1);
  });
});

describe('the lease', () => {
  it('[LSE-1] ends after so much silence, not before', () => {
    const play = playing().enter(
      'init',
      'core.lesson_status=incomplete',
      'interactions.0.id=q',
      'interactions.0.result=correct',
    );
    play.told();
    expect(leaseEndsAt(play.data)).toBe(T0 + (play.seconds + LEASE_SECONDS) * 1000);
    const early = expireLease(play.data, at(play.seconds + LEASE_SECONDS - 0.001));
    expect([early.data, early.changed, early.statements]).toEqual([play.data, false, []]);
    const { lastAt } = play.data.nodes.a!.visit!;
    silence(play);
    expect(play.data.state).toBe('suspended');
    expect(play.statements.map(({ timestamp }) => timestamp)).toEqual([lastAt, lastAt]);
    expect(play.statements[1]!.result).toEqual({ duration: 'PT4S' });
    expect(play.told()).toEqual(['responded a/interactions/q', 'suspended a']);
    expect(leaseEndsAt(play.data)).toBeNull();
    const again = expireLease(play.data, at(99_999));
    expect([again.data, again.changed]).toEqual([play.data, false]);
  });
  it('[LSE-1] is renewed by entries, heartbeats, launches and navigation', () => {
    const play = playing();
    const ends = () => leaseEndsAt(play.data)! - LEASE_SECONDS * 1000 - T0;
    expect(ends()).toBe(play.seconds * 1000);
    expect(play.enter() && ends()).toBe(play.seconds * 1000);
    expect(play.send([]) && ends()).toBe(play.seconds * 1000);
    expect(play.open('launch-2') && ends()).toBe(play.seconds * 1000);
  });
  it('[LSE-1] nobody is suspended who has not begun, or has left', () => {
    expect(leaseEndsAt(session([node('a')]))).toBeNull();
    expect(leaseEndsAt(playing().go('exit').data)).toBeNull();
  });
  it('[LSE-1] a completed session stays so; its open page is told as suspended', () => {
    const play = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=completed');
    play.told();
    silence(play);
    expect([play.data.state, play.told(), leaseEndsAt(play.data)]).toEqual(['completed', ['suspended a'], null]);
    expect(play.data.contactLost).toBe(false);
    const asset = new Play([node('a', { kind: 'asset' })]).go('start').enter();
    expect(expireLease(asset.data, at(99_999))).toMatchObject({ changed: true, statements: [] });
    expect(leaseEndsAt(asset.go('exit').data)).toBeNull();
  });
  it('[LSE-1] finished SCOs and assets are told nothing', () => {
    const play = new Play([node('a', { kind: 'asset' }), node('b')]).go('start').enter();
    play.told();
    expect(silence(play).told()).toEqual([]);
    const done = playing().enter('init', 'finish');
    done.told();
    expect(silence(done).told()).toEqual([]);
    expect(silence(playing().enter()).told()).toEqual([]);
  });
  it('[LSE-2] [VIS-6] what comes later is admitted, resumed', () => {
    const play = playing().enter('init');
    silence(play);
    play.told();
    play.send([]);
    expect([play.data.state, play.told()]).toEqual(['active', []]);
    play.calls('core.lesson_status=completed');
    play.calls('core.score.raw=1');
    expect(play.told()).toEqual(['resumed a', 'completed a', 'scored a']);
    expect(play.data.contactLost).toBe(false);
  });
  it('[LSE-2] [VIS-6] a page that was called suspended and is left has gone on', () => {
    const play = silence(playing().enter('init', 'core.lesson_location=1'));
    play.told();
    play.go('continue');
    expect(play.told()).toEqual(['resumed a', 'completed a', 'terminated a']);
    expect(play.data.nodes.a!.hundredths).toBe(200);
    const unspoken = silence(playing().enter());
    unspoken.told();
    expect(unspoken.go('continue').told()).toEqual(['initialized a', 'completed a', 'terminated a']);
    const finished = silence(playing().enter('init', 'finish'));
    finished.told();
    expect(finished.calls('core.exit=suspend').told()).toEqual([]);
  });
  it('[LSE-2] [VIS-2] a page that was called suspended and is entered anew is not suspended twice', () => {
    const play = silence(playing().enter('init')).open('launch-2').go('start').enter('init');
    expect(play.told()).toEqual(['initialized a', 'suspended a', 'resumed a']);
  });
  it('[LSE-2] a late call of the older launch is admitted, but the session stays suspended', () => {
    const play = silence(playing().enter('init')).open('launch-2').as('launch-1', 2);
    play.calls('core.lesson_location=1');
    expect([play.problem, play.data.state]).toEqual([undefined, 'suspended']);
    play.as('launch-2', 0).send([]);
    expect(play.data.state).toBe('active');
  });
  it('[LSE-2] a session that was left by choice stays suspended', () => {
    const play = playing().enter('init', 'core.lesson_status=incomplete').go('exit');
    play.send([]);
    expect(play.data.state).toBe('suspended');
    const lost = silence(playing().enter()).go('exit');
    expect([lost.send([]).data.state, lost.data.contactLost]).toEqual(['suspended', false]);
  });
  it('[LSE-2] work that arrives late completes the session', () => {
    const play = silence(new Play([node('a')]).go('start').enter('init'))
      .open('launch-2')
      .as('launch-1', 2);
    play.calls('core.lesson_status=passed');
    expect(play.data.state).toBe('completed');
  });
  it('[LSE-3] a restart abandons, a deadline only when it is due', () => {
    const play = playing().enter('init');
    play.told();
    const due = Date.parse(play.data.contactAt) + ABANDON_AFTER_DAYS * 86_400_000;
    const early = abandonSession(play.data, { reason: 'deadline', now: new Date(due - 1).toISOString() });
    expect([early.data, early.changed]).toEqual([play.data, false]);
    const late = abandonSession(play.data, { reason: 'deadline', now: new Date(due).toISOString() });
    expect([late.data.state, late.changed]).toEqual(['abandoned', true]);
    play.take(abandonSession(silence(play).data, { reason: 'restart', now: play.now() }));
    expect([play.data.state, play.data.contactLost, play.told()]).toEqual(['abandoned', false, ['suspended a']]);
    const again = abandonSession(play.data, { reason: 'restart', now: play.now() });
    expect([again.data, again.changed]).toEqual([play.data, false]);
    expect(play.view().nodes.map(({ selectable }) => selectable)).toEqual([false, false]);
  });
  it('[LSE-3] what is running is told as suspended; what is complete stays', () => {
    const play = playing().enter('init');
    play.told();
    play.take(abandonSession(play.data, { reason: 'restart', now: play.now() }));
    expect(play.told()).toEqual(['suspended a']);
    const done = new Play([node('a')]).go('start').enter('init', 'core.lesson_status=passed');
    expect(abandonSession(done.data, { reason: 'restart', now: at(99) }).data.state).toBe('completed');
  });
});

describe('the view', () => {
  it('[VIW-1] shows the tree as far as it is known', () => {
    const play = new Play([block('p', [node('a'), node('b')]), node('c', { visible: false }), block('q', [])]);
    expect(play.view()).toEqual({
      id: play.data.id,
      registration: REGISTRATION,
      packageId: 'demo-pkg-1',
      title: 'Golf',
      learner: { id: 'lrn-1', name: 'Ada' },
      state: 'created',
      cursor: { schemaVersion: 1, version: 0, current: null },
      completion: 'not attempted',
      success: 'unknown',
      totalSeconds: 0,
      controls: { continue: false, previous: false, exit: false },
      nodes: [
        {
          id: 'p',
          kind: 'block',
          title: 'Title of p',
          visible: true,
          completion: 'not attempted',
          success: 'unknown',
          selectable: false,
          children: [
            expect.objectContaining({ id: 'a', completion: 'not attempted', success: 'unknown', selectable: true }),
            expect.objectContaining({ id: 'b', kind: 'sco', children: [] }),
          ],
        },
        expect.objectContaining({ id: 'c', visible: false, selectable: false }),
        expect.objectContaining({ id: 'q', completion: 'unknown', success: 'unknown', children: [] }),
      ],
      version: 0,
    });
    play.go('start').enter('init', 'core.lesson_status=passed', 'core.score.raw=80');
    const [p] = play.view().nodes;
    expect(p).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    expect(p).not.toHaveProperty('score');
    expect(p!.children[0]).toMatchObject({ completion: 'completed', success: 'passed', score: { raw: 80 } });
    expect(play.view()).toMatchObject({
      score: { raw: 80 },
      controls: { continue: true, previous: false, exit: true },
    });
    play.go('continue').enter('init', 'core.lesson_status=failed');
    expect(play.view().nodes[0]).toMatchObject({ completion: 'incomplete', success: 'failed' });
    expect(play.view().controls).toEqual({ continue: true, previous: true, exit: true });
    play.calls('core.lesson_status=passed');
    expect(play.view().nodes[0]).toMatchObject({ completion: 'completed', success: 'passed' });
  });
  it('[VIW-1] controls end with the session, and go on when it is complete', () => {
    const none = { continue: false, previous: false, exit: false };
    const play = playing();
    expect(play.view().controls).toEqual({ continue: true, previous: false, exit: true });
    expect(play.go('exit').view().controls).toEqual(none);
    const done = playing().enter().go('continue').enter('init', 'core.lesson_status=passed');
    expect(done.view()).toMatchObject({
      state: 'completed',
      controls: { continue: false, previous: true, exit: true },
    });
    expect(done.go('exit').view().controls).toEqual(none);
  });
  it('[VIW-2] the version rises with what it shows, and only then', () => {
    const play = playing();
    const rises = (act: () => unknown) => {
      const before = play.data.version;
      act();
      return play.data.version > before;
    };
    expect(rises(() => play.enter('init'))).toBe(true);
    expect(rises(() => play.calls('core.score.raw=1'))).toBe(true);
    expect(rises(() => play.calls('core.score.raw=1'))).toBe(false);
    expect(rises(() => play.calls('suspend_data=x'))).toBe(false);
    expect(rises(() => play.send([]))).toBe(false);
    expect(rises(() => play.calls('core.lesson_status=incomplete'))).toBe(false);
    expect(rises(() => play.calls('core.lesson_status=completed'))).toBe(true);
    expect(rises(() => silence(play))).toBe(true);
    expect(rises(() => play.send([]))).toBe(true);
    expect(rises(() => play.go('continue'))).toBe(true);
    expect(rises(() => play.go('exit'))).toBe(true);
  });
});
