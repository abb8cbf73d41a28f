import { describe, expect, it, vi } from 'vitest';
import type { JournalRequest } from '../../domain/session/contract.ts';
import { BACKOFF_LAST_MS, DEBOUNCE_MS, HEARTBEAT_MS, KEEPALIVE_BYTES } from './limits.ts';
import { type JournalAnswer, Sender } from './sender.ts';
import { entry, fakeTimers, VIEW } from './testing.ts';
import { append, newLog, restoreLog } from './writer-log.ts';

const RETRY: JournalAnswer = { kind: 'retry' };
const acked = (n: number): JournalAnswer => ({ kind: 'acked', acked: n, view: VIEW });
/** A server that takes everything. */
const taking = (request: JournalRequest): JournalAnswer => acked(request.entries.at(-1)?.seq ?? 0);

function setup(earlier: Parameters<typeof restoreLog>[] = []) {
  const timers = fakeTimers();
  const own = newLog('own', 'l2');
  const posts: { writer: string; seqs: number[]; keepalive: boolean; at: number }[] = [];
  const answers: (JournalAnswer | Promise<JournalAnswer>)[] = [];
  const spies = { acknowledged: vi.fn(), view: vi.fn(), refused: vi.fn(), changed: vi.fn() };
  const deps = {
    ...spies,
    after: timers.after,
    post: async (request: JournalRequest, { keepalive }: { keepalive: boolean }) => {
      posts.push({ writer: request.writer, seqs: request.entries.map((e) => e.seq), keepalive, at: timers.now() });
      return (await answers.shift()) ?? taking(request);
    },
  };
  const sender = new Sender(
    deps,
    own,
    earlier.map((args) => restoreLog(...args)),
  );
  const record = (urgent = false, value?: string) => {
    append(own, entry(own.lastSeq + 1, value));
    sender.recorded(urgent);
  };
  return { timers, own, posts, answers, sender, record, ...spies };
}

/** An answer that the test gives when it likes. */
function later() {
  let give: (answer: JournalAnswer) => void = () => {};
  const promise = new Promise<JournalAnswer>((resolve) => {
    give = resolve;
  });
  return { promise, give };
}

describe('sender', () => {
  it('[JRN-1] changes wait a moment for others and travel together', async () => {
    const { timers, posts, record } = setup();
    record();
    await timers.tick(DEBOUNCE_MS - 1);
    record();
    expect(posts).toEqual([]);
    await timers.tick(1);
    expect(posts).toEqual([{ writer: 'own', seqs: [1, 2], keepalive: false, at: DEBOUNCE_MS }]);
  });

  it('[JRN-2] a commit goes at once, with what was waiting', async () => {
    const { timers, posts, record } = setup();
    record();
    record(true);
    await timers.settle();
    expect(posts).toEqual([{ writer: 'own', seqs: [1, 2], keepalive: false, at: 0 }]);
  });

  it('[JRN-3] one request at a time; what came meanwhile follows directly', async () => {
    const { timers, posts, answers, record, sender } = setup();
    const first = later();
    answers.push(first.promise);
    record(true);
    record(true);
    sender.wake();
    await timers.tick(DEBOUNCE_MS * 2);
    expect(posts.map((p) => p.seqs)).toEqual([[1]]);
    expect(sender.pending).toBe(2);
    first.give(acked(1));
    await timers.settle();
    expect(posts.map((p) => p.seqs)).toEqual([[1], [2]]);
    expect(sender.pending).toBe(0);
  });

  it('[JRN-4] a failure is repeated after a doubling time, up to a limit, until it succeeds', async () => {
    const { timers, posts, answers, record, sender } = setup();
    answers.push(...Array(8).fill(RETRY));
    record(true);
    await timers.settle();
    expect(sender.failing).toBe(true);
    await timers.tick(300_000);
    const waits = posts.slice(1, 9).map((post, i) => post.at - posts[i]!.at);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, BACKOFF_LAST_MS, BACKOFF_LAST_MS, BACKOFF_LAST_MS]);
    expect(posts[8]!.seqs).toEqual([1]);
    expect(sender.failing).toBe(false);
    expect(sender.pending).toBe(0);
  });

  it('[JRN-4] while it fails, new changes do not shorten the wait; the network coming back does', async () => {
    const { timers, posts, answers, record, sender } = setup();
    answers.push(RETRY);
    record(true);
    await timers.tick(10);
    record(true);
    await timers.tick(500);
    expect(posts).toHaveLength(1);
    sender.wake();
    await timers.settle();
    expect(posts.map((p) => p.seqs)).toEqual([[1], [1, 2]]);
  });

  it('[JRN-5] an idle writer shows that it is there', async () => {
    const { timers, posts } = setup();
    await timers.tick(HEARTBEAT_MS * 2);
    expect(posts).toEqual([
      { writer: 'own', seqs: [], keepalive: false, at: HEARTBEAT_MS },
      { writer: 'own', seqs: [], keepalive: false, at: HEARTBEAT_MS * 2 },
    ]);
  });

  it('[JRN-6] after a gap the server gets what it expects next', async () => {
    const { timers, posts, answers, record, own } = setup();
    answers.push({ kind: 'gap', expected: 3 });
    record();
    record();
    record(true);
    await timers.tick(1000);
    expect(posts.map((p) => p.seqs)).toEqual([[1, 2, 3], [3]]);
    expect(own.acked).toBe(3);
  });

  it('[JRN-6] a server that wants what it has acknowledged ends the sending', async () => {
    const { timers, answers, record, refused, sender } = setup();
    record(true);
    await timers.settle();
    answers.push({ kind: 'gap', expected: 1 });
    record(true);
    await timers.settle();
    expect(refused.mock.calls).toEqual([['journal_gap']]);
    expect(sender.failing).toBe(true);
  });

  it('[JRN-7] a refused writer stops for good and says why, once', async () => {
    const { timers, posts, answers, record, refused, sender } = setup();
    answers.push({ kind: 'refused', code: 'launch_superseded' });
    record(true);
    await timers.settle();
    record(true);
    sender.wake();
    sender.leave(true);
    await timers.tick(HEARTBEAT_MS * 3);
    expect(posts).toHaveLength(1);
    expect(refused.mock.calls).toEqual([['launch_superseded']]);
    expect(sender.pending).toBe(2);
  });

  it('[JRN-8] what earlier pages left goes first, under their writers and launches', async () => {
    const { timers, posts, sender, record, acknowledged } = setup([
      ['w1', 'l1', [entry(4), entry(5)]],
      ['w0', 'l0', []],
    ]);
    record(true);
    await timers.settle();
    expect(posts.map((p) => [p.writer, p.seqs])).toEqual([
      ['w1', [4, 5]],
      ['own', [1]],
    ]);
    expect(sender.pending).toBe(0);
    expect(acknowledged.mock.calls.map(([log]) => [log.writer, log.acked])).toEqual([
      ['w1', 5],
      ['own', 1],
    ]);
  });

  it('[JRN-8] an earlier page that is refused is passed over', async () => {
    const { timers, posts, answers, sender, record, refused } = setup([['w1', 'l1', [entry(1)]]]);
    answers.push({ kind: 'refused', code: 'launch_superseded' });
    record(true);
    await timers.settle();
    expect(posts.map((p) => p.writer)).toEqual(['w1', 'own']);
    expect(refused).not.toHaveBeenCalled();
    expect([sender.pending, sender.failing]).toEqual([0, false]);
  });

  it('[JRN-8] an earlier page that keeps failing does not hold up the own work', async () => {
    const { timers, posts, answers, own, record } = setup([['w1', 'l1', [entry(1)]]]);
    answers.push(RETRY);
    record(true);
    await timers.tick(1000);
    expect(posts.map((p) => p.writer).slice(0, 2)).toEqual(['w1', 'own']);
    expect(own.acked).toBe(1);
  });

  it('[JRN-9] a flush resolves when everything said so far has been acknowledged', async () => {
    const { timers, answers, record, sender } = setup([['w1', 'l1', [entry(1)]]]);
    const done = vi.fn();
    const slow = later();
    answers.push(slow.promise);
    record();
    void sender.flushed().then(done);
    await timers.tick(10);
    expect(done).not.toHaveBeenCalled();
    slow.give(acked(1));
    await timers.settle();
    expect(done).toHaveBeenCalledOnce();
    void sender.flushed().then(done);
    await timers.settle();
    expect(done).toHaveBeenCalledTimes(2);
  });

  it('[JRN-10] a page that is left sends what fits a keepalive, beside a request under way', async () => {
    const { timers, posts, answers, record, sender } = setup();
    answers.push(new Promise(() => {}));
    const half = 'x'.repeat(KEEPALIVE_BYTES / 2 - 500);
    record(true, half);
    record(false, half);
    record(false, half);
    sender.leave(false);
    await timers.settle();
    expect(posts.map((p) => [p.seqs, p.keepalive])).toEqual([
      [[1], false],
      [[1, 2], true],
    ]);
    expect(sender.pending).toBe(1);
  });

  it('[JRN-10] calls of a page that is going are sent one by one; after it came back they wait again', async () => {
    const { timers, posts, record, sender } = setup();
    sender.leave(true);
    record();
    await timers.settle();
    expect(posts).toEqual([{ writer: 'own', seqs: [1], keepalive: true, at: 0 }]);
    sender.returned();
    await timers.settle();
    record();
    await timers.settle();
    expect(posts.slice(1).map((p) => p.seqs)).toEqual([[]]);
    await timers.tick(DEBOUNCE_MS);
    expect(posts.at(-1)).toMatchObject({ seqs: [2], keepalive: false });
  });

  it('[JRN-10] what is too large for a keepalive stays for later', async () => {
    const { timers, posts, record, sender } = setup();
    record(false, 'x'.repeat(KEEPALIVE_BYTES));
    sender.leave(false);
    await timers.settle();
    expect(posts).toEqual([]);
  });

  it('[JRN-11] every answer brings the view and tells the listeners that something has changed', async () => {
    const { timers, record, view, changed } = setup();
    record(true);
    expect(changed).toHaveBeenCalledTimes(1);
    await timers.settle();
    expect(view.mock.calls).toEqual([[VIEW]]);
    expect(changed.mock.calls.length).toBeGreaterThan(1);
  });
});
