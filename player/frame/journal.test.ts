import { describe, expect, it, vi } from 'vitest';
import type { JournalRequest } from '../../domain/session/contract.ts';
import { createClock } from './clock.ts';
import { openJournal } from './journal.ts';
import { answerOf } from './post-journal.ts';
import { savedState } from './saved.ts';
import type { JournalAnswer } from './sender.ts';
import { entry, fakeStorage, fakeTimers, VIEW } from './testing.ts';
import { writeAhead } from './write-ahead.ts';

async function setup(answer: (request: JournalRequest) => JournalAnswer) {
  const timers = fakeTimers();
  const storage = fakeStorage();
  const posts: JournalRequest[] = [];
  const saved = vi.fn();
  const open = () =>
    openJournal({
      session: 's',
      launch: 'l',
      writer: 'w',
      clockOffsetMs: 5_000,
      deviceNowMs: () => Date.parse('2026-11-21T12:00:00Z'),
      store: undefined,
      storage,
      after: timers.after,
      view: () => {},
      refused: () => {},
      saved,
      post: async (request) => {
        posts.push(request);
        return answer(request);
      },
    });
  return { timers, storage, posts, saved, open };
}

const CALL = { kind: 'call', node: 'n1', method: 'LMSSetValue', args: ['a', 'b'] } as const;
const taking = ({ entries }: JournalRequest): JournalAnswer => ({
  kind: 'acked',
  acked: entries.at(-1)?.seq ?? 0,
  view: VIEW,
});

describe('journal', () => {
  it('[JRN-21] an entry gets the next number and the corrected time, is kept, then sent', async () => {
    const { timers, storage, posts, open } = await setup(taking);
    const journal = await open();
    journal.record({ kind: 'entered', node: 'n1' });
    expect(storage.items.size).toBe(1);
    journal.record(CALL);
    expect(journal.writer).toEqual({ id: 'w', lastSeq: 2 });
    await timers.tick(250);
    const at = '2026-11-21T12:00:05.000Z';
    expect(posts).toEqual([
      {
        writer: 'w',
        launch: 'l',
        entries: [
          { seq: 1, at, kind: 'entered', node: 'n1' },
          { seq: 2, at, ...CALL },
        ],
      },
    ]);
    expect(storage.items.size).toBe(0);
  });

  it.each(['LMSCommit', 'LMSFinish'] as const)('[JRN-2] %s is sent at once', async (method) => {
    const { timers, posts, open } = await setup(taking);
    const journal = await open();
    journal.record({ ...CALL, method });
    await timers.settle();
    expect(posts).toHaveLength(1);
  });

  it('[JRN-22] the saved state is told whenever it changes, and is true', async () => {
    const answers: JournalAnswer[] = [{ kind: 'retry' }];
    const { timers, saved, open } = await setup((request) => answers.shift() ?? taking(request));
    const journal = await open();
    journal.record(CALL);
    journal.record(CALL);
    await timers.tick(250);
    await timers.tick(1000);
    expect(saved.mock.calls.flat()).toEqual(['saved', 'saving', 'device', 'saved']);
  });

  it('[JRN-8] what an earlier page left on this device is sent before anything else', async () => {
    const { timers, storage, posts, open } = await setup(taking);
    writeAhead(storage, 's', { writer: 'old', launch: 'l0', entries: [entry(3)] });
    const journal = await open();
    journal.record({ ...CALL, method: 'LMSCommit' });
    await timers.settle();
    expect(posts.map((p) => [p.writer, p.launch])).toEqual([
      ['old', 'l0'],
      ['w', 'l'],
    ]);
    expect(storage.items.size).toBe(0);
  });
});

describe('saved state', () => {
  it.each([
    [{ pending: 0, failing: false, kept: true }, 'saved'],
    [{ pending: 0, failing: true, kept: false }, 'saved'],
    [{ pending: 1, failing: false, kept: false }, 'saving'],
    [{ pending: 1, failing: true, kept: true }, 'device'],
    [{ pending: 1, failing: true, kept: false }, 'unsaved'],
  ] as const)('[JRN-22] %o is %s', (now, state) => {
    expect(savedState(now)).toBe(state);
  });
});

describe('clock', () => {
  it('[JRN-23] server time is device time and the offset, and never runs backwards', () => {
    const device = [1_000, 3_000, 2_000, 4_000];
    const now = createClock(() => device.shift()!, 10);
    expect([now(), now(), now(), now()]).toEqual([1_010, 3_010, 3_010, 4_010].map((ms) => new Date(ms).toISOString()));
  });
});

describe('answers of the journal', () => {
  const reply = (status: number, body: object = {}) => answerOf(Response.json(body, { status }));

  it('[JRN-24] an acknowledgement carries the view', async () => {
    expect(await reply(200, { acked: 4, view: VIEW })).toEqual({ kind: 'acked', acked: 4, view: VIEW });
  });
  it.each([408, 425, 429, 500, 502, 503, 504])('[JRN-24] %d is worth another try', async (status) => {
    expect(await reply(status)).toEqual({ kind: 'retry' });
  });
  it('[JRN-24] a gap says what is expected; other refusals are for good', async () => {
    expect(await reply(409, { code: 'journal_gap', expected: 7 })).toEqual({ kind: 'gap', expected: 7 });
    expect(await reply(409, { code: 'journal_gap' })).toEqual({ kind: 'refused', code: 'journal_gap' });
    expect(await reply(409, { code: 'launch_superseded' })).toEqual({ kind: 'refused', code: 'launch_superseded' });
    expect(await answerOf(new Response('gone', { status: 410 }))).toEqual({ kind: 'refused', code: 'http_410' });
  });
});
