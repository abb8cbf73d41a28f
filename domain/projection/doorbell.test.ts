import { describe, expect, it } from 'vitest';
import { Doorbell, MAX_REST_MS, UNHEARD_MS } from './doorbell.ts';

/** A bell of a partition whose statements go up to 10 and that nobody has come for. */
function newBell(): Doorbell {
  const bell = new Doorbell(0, 0);
  bell.stored(10);
  return bell;
}
const at = (now: number, isFull = false) => ({ now, isFull });

describe('calling the projector', () => {
  it('[LOG-8] at once when there is something, and not again while somebody was called', () => {
    expect(new Doorbell(5, 5).due(0)).toBeUndefined();
    const bell = newBell();
    expect(bell.due(0)).toBe(0);
    bell.ring(0);
    bell.stored(11);
    expect(bell.due(0)).toBeUndefined();
    bell.unring();
    expect(bell.due(0)).toBe(0);
  });
  it('[LOG-8] who comes gets everything; who comes back for more rests, and is called again when there is more', () => {
    const bell = newBell();
    bell.ring(0);
    expect(bell.admits(0, at(1000))).toBe(true);
    bell.handed(10);
    bell.stored(12);
    expect(bell.reached(10)).toBe(true);
    expect(bell.admits(10, at(1020))).toBe(false);
    expect(bell.due(1020)).toBe(400);
    expect(bell.due(1410)).toBe(10);
    expect(bell.due(2000)).toBe(0);
    bell.ring(0);
    expect(bell.admits(10, at(2000))).toBe(true);
    bell.handed(12);
    expect(bell.admits(12, at(9000))).toBe(false);
    bell.reached(12);
    expect(bell.due(9000)).toBeUndefined();
    bell.stored(13);
    expect(bell.due(9000)).toBe(MAX_REST_MS);
  });
  it('[LOG-8] who comes back goes on without a rest while full steps wait', () => {
    const bell = newBell();
    bell.ring(0);
    expect(bell.admits(0, at(0))).toBe(true);
    bell.handed(4);
    expect(bell.admits(4, at(50, true))).toBe(true);
    bell.handed(8);
    expect(bell.admits(8, at(90, false))).toBe(false);
    expect(bell.due(90)).toBe(MAX_REST_MS);
  });
  it('[LOG-8] who was overtaken asks again from where the watermark stands', () => {
    const bell = newBell();
    bell.ring(0);
    expect(bell.admits(0, at(0))).toBe(true);
    bell.handed(10);
    expect(bell.admits(0, at(0))).toBe(true);
    bell.handed(10);
    expect(bell.admits(7, at(0))).toBe(true);
  });
  it('[LOG-8] a position goes up only, and may be beyond what is known', () => {
    const bell = newBell();
    expect([bell.reached(4), bell.reached(4), bell.reached(3), bell.position]).toEqual([true, false, false, 4]);
    expect([bell.reached(12), bell.head, bell.isPending]).toEqual([true, 12, false]);
  });
  it('[LOG-8] for corrections too, though nothing new is stored', () => {
    const bell = new Doorbell(5, 5);
    expect(bell.admits(5, at(0))).toBe(false);
    bell.hasCorrections = true;
    expect([bell.due(0), bell.isPending]).toEqual([0, true]);
    bell.ring(0);
    expect(bell.admits(5, at(0))).toBe(true);
    bell.handed(5);
    bell.hasCorrections = false;
    expect(bell.admits(5, at(0))).toBe(false);
    expect(bell.due(0)).toBeUndefined();
  });
  it('[LOG-9] a call counts as lost when nothing was reached between two looks', () => {
    const bell = newBell();
    bell.ring(0);
    expect(bell.look(0)).toBe(false);
    bell.reached(4);
    expect(bell.look(0)).toBe(false);
    expect(bell.look(0)).toBe(true);
    expect(bell.due(0)).toBe(0);
    bell.reached(10);
    expect([bell.look(0), bell.look(0)]).toEqual([false, false]);
  });
  it('[LOG-9] or when nobody came for it, though much was reached before', () => {
    const bell = newBell();
    bell.ring(0);
    expect(bell.look(UNHEARD_MS - 1)).toBe(false);
    bell.reached(4);
    expect(bell.look(UNHEARD_MS)).toBe(true);
    bell.ring(5000);
    expect(bell.admits(4, at(5100))).toBe(true);
    bell.reached(5);
    expect(bell.look(9000)).toBe(false);
  });
  it('[LOG-9] a call that could not go out goes out again, ever more rarely until somebody comes', () => {
    const bell = newBell();
    const waits = Array.from({ length: 8 }, () => {
      bell.ring(0);
      bell.failed(0);
      return bell.due(0)! / 1000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    bell.admits(0, at(0));
    bell.failed(0);
    expect(bell.due(0)).toBe(1000);
  });
});
