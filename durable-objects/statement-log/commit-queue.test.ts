import { describe, expect, it } from 'vitest';
import { CommitQueue, MAX_GROUP_BYTES, MAX_WAITING_BYTES, type Outcome } from './commit-queue.ts';

/** Answers each request with the number of its commit, once what it needs has been read. */
function queueOf(needs: Readonly<Record<string, number>> = {}) {
  const groups: string[][] = [];
  const read = new Map<string, number>();
  const queue = new CommitQueue<string, number>({
    commit(group) {
      groups.push([...group]);
      if (group.includes('broken')) throw new Error('broken');
      return group.map((one): Outcome<number> => {
        const missing = (needs[one] ?? 0) - (read.get(one) ?? 0);
        return missing > 0 ? { unread: [missing] } : { answer: groups.length };
      });
    },
    async read(one) {
      if (one === 'unreadable') throw new Error('unreadable');
      read.set(one, (read.get(one) ?? 0) + 1);
    },
  });
  return { queue, groups };
}

describe('the queue of commits', () => {
  it('[LOG-19] what waits together is one group, up to so many bytes, in order; a larger request goes alone', async () => {
    const { queue, groups } = queueOf();
    const half = MAX_GROUP_BYTES / 2;
    const sizes = { a: 1, b: half, c: half - 1, d: 1, e: 10 * MAX_GROUP_BYTES, f: 1 };
    const answers = Promise.all(Object.entries(sizes).map(([name, bytes]) => queue.push(name, bytes)));
    expect(await answers).toEqual([1, 1, 1, 2, 3, 4]);
    expect(groups).toEqual([['a', 'b', 'c'], ['d'], ['e'], ['f']]);
  });
  it('[LOG-19] after a commit of several the next one waits for more, and after one alone it does not', async () => {
    const { queue, groups } = queueOf();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
    const pushOneByOne = async (...names: string[]) => {
      const answers: Promise<number>[] = [];
      for (const name of names) {
        answers.push(queue.push(name, 1));
        await pause();
      }
      await Promise.all(answers);
    };
    await Promise.all([queue.push('a', 1), queue.push('b', 1)]);
    await pushOneByOne('c', 'd');
    await pushOneByOne('e');
    await pushOneByOne('f', 'g');
    expect(groups).toEqual([['a', 'b'], ['c', 'd'], ['e'], ['f'], ['g']]);
  });
  it('[LOG-19] whoever needs a reading does not hold up the others, and comes first afterwards', async () => {
    const { queue, groups } = queueOf({ slow: 2 });
    const answers = Promise.all(['slow', 'quick'].map((name) => queue.push(name, 1)));
    expect(await answers).toEqual([3, 1]);
    expect(groups).toEqual([['slow', 'quick'], ['slow'], ['slow']]);
  });
  it('[LOG-19] what breaks a group fails alone', async () => {
    const { queue } = queueOf({ unreadable: 1 });
    const answers = await Promise.allSettled(['a', 'broken', 'unreadable', 'b'].map((name) => queue.push(name, 1)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(queue.waiting).toEqual({ requests: 0, bytes: 0 });
  });
  it('[LOG-20] is full by bytes, those of requests that wait for a reading included; one alone always has room', async () => {
    const { queue } = queueOf({ slow: 1 });
    expect(queue.isFull(2 * MAX_WAITING_BYTES)).toBe(false);
    const answer = queue.push('slow', MAX_WAITING_BYTES - 1);
    expect([queue.isFull(1), queue.isFull(2)]).toEqual([false, true]);
    await answer;
    expect(queue.isFull(2)).toBe(false);
  });
});
