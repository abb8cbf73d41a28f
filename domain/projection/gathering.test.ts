import { describe, expect, it } from 'vitest';
import { Gathering } from './gathering.ts';
import { MAX_LATEST } from './news.ts';
import { voidReading } from './packed.ts';
import { readingText } from './projection.testing.ts';
import { RecentReadings } from './recent.ts';

const life = (id: number) => readingText({ verb: 'scored', at: id, id });
const told = (n: number) => `{"statement":"${n}"}`;

describe('a gathering', () => {
  it('[PRJ-13] holds what is projected of every statement and what is told of the last ones', () => {
    const gathering = new Gathering();
    expect(gathering.end(7)).toEqual({
      to: 7,
      count: 0,
      first: 0,
      last: 0,
      readings: '[]',
      latest: [],
      corrections: 0,
    });
    gathering.add(100, life(1));
    gathering.add(101, told(2));
    gathering.add(102, '');
    gathering.add(103, told(4));
    gathering.correct(7, voidReading(life(1)));
    gathering.correct(8, told(5));
    expect(gathering.end(9)).toEqual({
      to: 9,
      count: 4,
      first: 100,
      last: 103,
      readings: `[${life(1)},${voidReading(life(1))}]`,
      latest: [life(1), told(2), told(4)],
      corrections: 8,
    });
    for (let n = 0; n < 350; n++) gathering.add(200 + n, told(n));
    const { count, latest } = gathering.end(9);
    expect([count, latest.length, latest[0], latest.at(-1)]).toEqual([354, MAX_LATEST, told(250), told(349)]);
  });
  it('[PRJ-13] is full when what is projected has many characters', () => {
    const gathering = new Gathering(2 * life(1).length);
    for (let n = 0; n < 100; n++) gathering.add(n, told(n));
    gathering.add(100, life(1));
    expect(gathering.isFull).toBe(false);
    gathering.add(101, life(2));
    expect(gathering.isFull).toBe(true);
  });
});

describe('recent readings', () => {
  const seqs = (recent: RecentReadings, position: number) => recent.after(position).map(({ seq }) => seq);
  it('[PRJ-13] are those after a position, and are let go of up to one', () => {
    const recent = new RecentReadings(10);
    for (const seq of [11, 13, 20]) recent.push(seq, seq * 10, life(seq));
    expect(recent.after(13)).toEqual([{ seq: 20, storedMicros: 200, reading: life(20) }]);
    expect([seqs(recent, 10), seqs(recent, 12), seqs(recent, 20)]).toEqual([[11, 13, 20], [13, 20], []]);
    recent.forget(13);
    expect([recent.since, seqs(recent, 10), recent.chars]).toEqual([13, [20], life(20).length]);
    recent.forget(5);
    expect(recent.since).toBe(13);
    recent.forget(25);
    expect([recent.since, seqs(recent, 10), recent.chars]).toEqual([25, [], 0]);
  });
  it('[PRJ-13] lose their older half when there are too many', () => {
    const recent = new RecentReadings(0);
    recent.halve();
    expect(recent.since).toBe(0);
    for (let seq = 1; seq <= 9; seq++) recent.push(seq, seq, life(seq));
    recent.halve();
    expect([recent.since, seqs(recent, 0)]).toEqual([5, [6, 7, 8, 9]]);
  });
  it('[PRJ-13] of what is only announced keep as many as an announcement tells', () => {
    const recent = new RecentReadings(0);
    recent.push(1, 1, told(1));
    recent.push(2, 2, life(2));
    recent.push(3, 3, '');
    for (let seq = 4; seq <= MAX_LATEST + 3; seq++) recent.push(seq, seq, told(seq));
    const kept = recent.after(0).map(({ reading }) => reading);
    expect(kept.slice(0, 5)).toEqual(['', life(2), '', told(4), told(5)]);
    expect(recent.chars).toBe(kept.reduce((sum, reading) => sum + reading.length, 0));
  });
});
