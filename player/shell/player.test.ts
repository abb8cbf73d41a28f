import { describe, expect, it, vi } from 'vitest';
import type { NavigateRequest, NavigateResponse, SessionView } from '../../domain/session/contract.ts';
import type { ToFrame } from '../bridge/messages.ts';
import { announcement } from './announcement.ts';
import type { Answer, Trouble } from './client.ts';
import { Player } from './player.ts';
import { failureOf, retryDelayMs, stepAfter } from './recovery.ts';
import { launched, node, view } from './testing.ts';

const refused = (code: string, detail = ''): { ok: false; trouble: Trouble } => ({
  ok: false,
  trouble: { kind: 'refused', code, detail },
});
const UNREACHABLE = { ok: false, trouble: { kind: 'unreachable' } } as const;
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A player with a frame that does as it is told, and a server that moves the cursor. */
function setup(first: Partial<SessionView> = {}) {
  let current = view(first);
  const asked: NavigateRequest[] = [];
  const told: ToFrame[] = [];
  const answers: Answer<NavigateResponse>[] = [];
  const launches: Answer<ReturnType<typeof launched>>[] = [];
  const tokens: string[] = [];
  const pause = vi.fn(async () => {});
  const remember = vi.fn();
  const move = (request: NavigateRequest): Answer<NavigateResponse> => {
    const node = request.request.type === 'exit' ? null : request.request.type === 'start' ? 'a' : 'b';
    const cursor = { schemaVersion: 1, version: current.cursor.version + 1, current: node ?? 'a' } as const;
    current = { ...current, cursor, version: current.version + 1 };
    const delivery = node && ({ node, kind: 'sco', title: node, href: `/${node}.html` } as const);
    return { ok: true, value: { view: current, delivery } };
  };
  const player = new Player({
    client: {
      launch: async (token) => {
        tokens.push(token);
        return launches.shift() ?? { ok: true, value: { ...launched(), view: current } };
      },
      view: async () => ({ ok: true, value: current }),
      navigate: async (_token, request) => {
        asked.push(request);
        return answers.shift() ?? move(request);
      },
    },
    remember,
    pause,
    deviceNowMs: () => Date.parse('2026-11-21T12:00:00Z'),
  });
  const unload = vi.fn(() => {
    player.heard({ type: 'unloading' });
    player.heard({ type: 'unloaded', writer: { id: 'w1', lastSeq: 4 } });
  });
  player.connect((message) => {
    told.push(message);
    if (message.type === 'open') player.heard({ type: 'ready' });
    if (message.type === 'load') player.heard({ type: 'loaded', node: message.delivery.node });
    if (message.type === 'unload') unload();
  });
  player.launch.subscribe((launch) => {
    if (launch !== undefined) queueMicrotask(() => player.heard({ type: 'hello' }));
  });
  return {
    player,
    asked,
    told,
    answers,
    launches,
    tokens,
    unload,
    pause,
    remember,
    setCurrent: (v: SessionView) => (current = v),
  };
}

describe('playing', () => {
  it('[SHL-7] opens: launch, frame, start, page', async () => {
    const { player, asked, told, tokens, remember } = setup();
    await player.open(['launch-token']);
    expect(tokens).toEqual(['launch-token']);
    expect(remember.mock.calls).toEqual([['session-token']]);
    expect(told).toMatchObject([
      { type: 'open', session: 's1', launch: 'lch1', journalToken: 'journal-token', clockOffsetMs: 7000 },
      { type: 'load', delivery: { node: 'a' } },
    ]);
    expect(asked).toEqual([{ launch: 'lch1', request: { type: 'start' }, cursorVersion: 0 }]);
    expect(player.phase.value).toEqual({ name: 'playing', missing: false });
    expect(player.view.value?.cursor.version).toBe(1);
    expect([player.welcome.value, player.shown.value]).toEqual([undefined, 1]);
  });

  it('[SHL-30] an activity that has ended ends a course of one part', async () => {
    const { player, asked } = setup({ nodes: [node('a')] });
    await player.open(['t']);
    player.heard({ type: 'returned', node: 'a' });
    await settle();
    expect(asked.map(({ request }) => request.type)).toEqual(['start', 'exit']);
    expect(player.phase.value).toEqual({ name: 'ended' });
  });

  it('[SHL-30] in a course of several parts it shows what the part came to, and stays', async () => {
    const { player, asked, setCurrent } = setup();
    await player.open(['t']);
    setCurrent({ ...player.view.value!, success: 'passed', version: 9 });
    player.heard({ type: 'returned', node: 'b' });
    await settle();
    expect(player.view.value?.success).toBe('unknown');
    player.heard({ type: 'returned', node: 'a' });
    await settle();
    expect(player.view.value?.success).toBe('passed');
    expect(asked.map(({ request }) => request.type)).toEqual(['start']);
  });

  it('[SHL-8] says where a returning learner was', async () => {
    const { player } = setup({ cursor: { schemaVersion: 1, version: 3, current: 'b' } });
    await player.open(['t']);
    expect(player.welcome.value).toBe('Second');
    await player.go({ type: 'continue' });
    expect(player.welcome.value).toBeUndefined();
  });

  it('[SHL-9] a step unloads the page first and names what it said last', async () => {
    const { player, asked, told } = setup();
    await player.open(['t']);
    await player.go({ type: 'choice', node: 'b' });
    expect(told.map((m) => m.type)).toEqual(['open', 'load', 'unload', 'load']);
    expect(asked[1]).toEqual({
      launch: 'lch1',
      request: { type: 'choice', node: 'b' },
      cursorVersion: 1,
      writer: { id: 'w1', lastSeq: 4 },
    });
  });

  it('[SHL-9] a second step while one is under way is not made', async () => {
    const { player, asked } = setup();
    await player.open(['t']);
    await Promise.all([player.go({ type: 'continue' }), player.go({ type: 'continue' })]);
    expect(asked).toHaveLength(2);
  });

  it('[SHL-10] a step without an answer is asked again, unchanged', async () => {
    const { player, asked, answers, pause } = setup();
    await player.open(['t']);
    answers.push(UNREACHABLE, UNREACHABLE);
    await player.go({ type: 'continue' });
    expect(asked.slice(1)).toEqual([asked[1], asked[1], asked[1]]);
    expect(pause.mock.calls).toEqual([[1000], [2000]]);
    expect(player.phase.value.name).toBe('playing');
  });

  it('[SHL-10] a cursor that has moved meanwhile: what is current is shown', async () => {
    const { player, asked, answers, setCurrent } = setup();
    await player.open(['t']);
    answers.push(refused('cursor_stale'));
    setCurrent(view({ cursor: { schemaVersion: 1, version: 9, current: 'b' }, version: 9 }));
    await player.go({ type: 'continue' });
    expect(asked[2]).toMatchObject({ request: { type: 'start' }, cursorVersion: 9 });
    expect(player.stepRefused.value).toBe(false);
  });

  it('[SHL-11] a step that cannot be made leaves the learner where they were, and says so', async () => {
    const { player, asked, answers } = setup();
    await player.open(['t']);
    answers.push(refused('navigation_refused'));
    await player.go({ type: 'choice', node: 'b' });
    expect(asked.at(-1)?.request).toEqual({ type: 'start' });
    expect(player.stepRefused.value).toBe(true);
    expect(player.phase.value.name).toBe('playing');
    answers.push(...Array(4).fill(refused('navigation_refused', 'no')));
    await player.go({ type: 'continue' });
    expect(player.phase.value).toEqual({ name: 'failed', failure: 'other', detail: 'no' });
  });

  it('[SHL-12] the end takes the frame away; opening again uses the tab’s own token', async () => {
    const { player, tokens } = setup();
    await player.open(['t']);
    await player.go({ type: 'exit' });
    expect(player.phase.value).toEqual({ name: 'ended' });
    expect(player.launch.value).toBeUndefined();
    await player.reopen();
    expect(tokens).toEqual(['t', 'session-token']);
    expect(player.phase.value.name).toBe('playing');
  });

  it('[SHL-13] a link that is refused gives way to the token that the tab remembers', async () => {
    const { player, launches, tokens } = setup();
    launches.push(refused('launch_token_invalid'));
    await player.open(['link', 'remembered']);
    expect(tokens).toEqual(['link', 'remembered']);
    expect(player.phase.value.name).toBe('playing');
  });

  it('[SHL-13] without any token, with refused ones, without an answer: each its own page', async () => {
    const failing = async (tokens: string[], ...answers: Answer<ReturnType<typeof launched>>[]) => {
      const { player, launches, tokens: tried } = setup();
      launches.push(...answers);
      await player.open(tokens);
      return [player.phase.value.name === 'failed' && player.phase.value.failure, tried.length];
    };
    expect(await failing([])).toEqual(['noLink', 0]);
    expect(await failing(['a', 'b'], refused('launch_token_invalid'), refused('unauthorized'))).toEqual(['expired', 2]);
    expect(await failing(['a', 'b'], UNREACHABLE)).toEqual(['unreachable', 1]);
  });

  it('[SHL-14] a frame that is told to stop ends playing; its page is gone', async () => {
    const { player } = setup();
    await player.open(['t']);
    player.heard({ type: 'saved', state: 'device' });
    player.heard({ type: 'refused', code: 'launch_superseded' });
    expect(player.phase.value).toEqual({ name: 'failed', failure: 'superseded', detail: 'launch_superseded' });
    expect(player.launch.value).toBeUndefined();
    expect(player.saved.value).toBe('device');
  });

  it('[SHL-14] a step that waits for the network ends with its launch', async () => {
    const { player, asked, answers, pause } = setup();
    await player.open(['t']);
    answers.push(UNREACHABLE);
    pause.mockImplementationOnce(async () => player.heard({ type: 'refused', code: 'launch_superseded' }));
    await player.go({ type: 'continue' });
    expect(asked).toHaveLength(2);
    expect(player.phase.value).toMatchObject({ name: 'failed', failure: 'superseded' });
  });

  it('[SHL-21] a frame that is gone is noticed at the next step: the session is opened again', async () => {
    const { player, asked, tokens, unload } = setup();
    await player.open(['t']);
    vi.useFakeTimers();
    try {
      unload.mockImplementationOnce(() => {});
      const gone = player.go({ type: 'continue' });
      await vi.advanceTimersByTimeAsync(9_999);
      expect(player.phase.value.name).toBe('moving');
      await vi.advanceTimersByTimeAsync(1);
      await gone;
      expect(tokens).toEqual(['t', 'session-token']);
      expect(asked.map(({ request }) => request.type)).toEqual(['start', 'start']);
      expect(player.phase.value).toEqual({ name: 'playing', missing: false });
    } finally {
      vi.useRealTimers();
    }
  });

  it('[SHL-21] a frame that is there is waited for as long as its work cannot be sent', async () => {
    const { player, asked, tokens, unload } = setup();
    await player.open(['t']);
    vi.useFakeTimers();
    try {
      unload.mockImplementationOnce(() => player.heard({ type: 'unloading' }));
      const going = player.go({ type: 'continue' });
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect([player.phase.value.name, tokens]).toEqual(['moving', ['t']]);
      player.heard({ type: 'unloaded', writer: { id: 'w1', lastSeq: 4 } });
      await going;
      expect(asked.at(-1)?.request).toEqual({ type: 'continue' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('[SHL-21] a frame that was told to stop is not opened again by a step that was under way', async () => {
    const { player, tokens, unload } = setup();
    await player.open(['t']);
    vi.useFakeTimers();
    try {
      unload.mockImplementationOnce(() => player.heard({ type: 'refused', code: 'launch_superseded' }));
      const going = player.go({ type: 'continue' });
      await vi.advanceTimersByTimeAsync(60_000);
      await going;
      expect([player.phase.value.name, tokens]).toEqual(['failed', ['t']]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('[SHL-24] a step that the part asked for is made once the server says that it is due', async () => {
    const { player, asked, setCurrent } = setup();
    await player.open(['t']);
    const ended = { ...player.view.value!, version: 9, requested: true } as const;
    player.heard({ type: 'view', view: ended });
    player.heard({ type: 'view', view: ended });
    setCurrent({ ...ended, version: 10, requested: undefined as never });
    await settle();
    expect(asked.map(({ request }) => request.type)).toEqual(['start', 'requested']);
  });

  it('[SHL-24] a step of the learner that is under way goes first', async () => {
    const { player, asked } = setup();
    await player.open(['t']);
    const going = player.go({ type: 'previous' });
    player.heard({ type: 'view', view: { ...player.view.value!, version: 9, requested: true } });
    await going;
    await settle();
    expect(asked.map(({ request }) => request.type)).toEqual(['start', 'previous']);
  });

  it('[SHL-15] a page that is not in the course is said to be missing; the steps go on working', async () => {
    const { player } = setup();
    await player.open(['t']);
    player.heard({ type: 'missing', node: 'a', status: 404 });
    expect(player.phase.value).toEqual({ name: 'playing', missing: true });
    await player.go({ type: 'continue' });
    expect(player.phase.value).toEqual({ name: 'playing', missing: false });
  });

  it('[SHL-16] an older view does not replace a newer one', async () => {
    const { player } = setup();
    await player.open(['t']);
    player.heard({ type: 'view', view: view({ version: 7, title: 'new' }) });
    player.heard({ type: 'view', view: view({ version: 6, title: 'old' }) });
    await settle();
    expect(player.view.value?.title).toBe('new');
  });
});

describe('recovery', () => {
  it('[SHL-10] what follows a step without a page', () => {
    const trouble = (code: string): Trouble => ({ kind: 'refused', code, detail: '' });
    expect(stepAfter({ kind: 'unreachable' }, 99)).toBe('wait');
    expect(stepAfter(trouble('cursor_stale'), 0)).toBe('resync');
    expect(stepAfter(trouble('navigation_refused'), 0)).toBe('stay');
    expect(stepAfter(trouble('cursor_stale'), 3)).toBe('fail');
    expect(stepAfter(trouble('launch_superseded'), 0)).toBe('fail');
  });
  it('[SHL-10] waits double up to a limit', () => {
    expect([0, 1, 2, 3, 4, 50].map(retryDelayMs)).toEqual([1000, 2000, 4000, 8000, 8000, 8000]);
  });
  it('[SHL-13] an unknown code is told as it is', () => {
    expect(['session_closed', 'not_found', 'something_new'].map(failureOf)).toEqual(['closed', 'expired', 'other']);
  });
});

describe('what a screen reader hears about saving', () => {
  it('[SHL-17] only that it stops being well, and that it is well again', () => {
    expect(announcement('saved', 'saving')).toBe('');
    expect(announcement('saving', 'saved')).toBe('');
    expect(announcement('saving', 'device')).toBe('Saved on this device, will send');
    expect(announcement('device', 'device')).toBe('');
    expect(announcement('device', 'unsaved')).toMatch(/^Not saved\./);
    expect(announcement('unsaved', 'saved')).toBe('Saved');
  });
});
