import { describe, expect, it } from 'vitest';
import type { NodeView } from '../../domain/session/contract.ts';
import { achieved, markOf, progressOf, shareOf } from './outcome.ts';
import { ancestors, findNode, isSupported, placeOf, playable, rows } from './outline.ts';
import { node } from './testing.ts';
import { moveFor } from './tree-keys.ts';

const tree: NodeView[] = [
  node('intro', { title: 'Introduction' }),
  node('golf', {
    kind: 'block',
    title: 'Golf',
    children: [node('par', { title: 'Par' }), node('quiz', { title: 'Playing quiz', visible: false })],
  }),
  node('hidden', { kind: 'block', visible: false, children: [node('end', { title: 'the end' })] }),
];
const none: ReadonlySet<string> = new Set();
const ids = (collapsed = none) => rows(tree, collapsed).map((row) => `${row.level} ${row.node.id}`);

describe('contents', () => {
  it('[SHL-1] rows are the visible nodes; a hidden group gives its place to its children', () => {
    expect(ids()).toEqual(['1 intro', '1 golf', '2 par', '1 end']);
    expect(rows(tree, none).map((row) => [row.position, row.siblings, row.group, row.parent])).toEqual([
      [1, 3, false, undefined],
      [2, 3, true, undefined],
      [1, 1, false, 'golf'],
      [3, 3, false, undefined],
    ]);
  });
  it('[SHL-1] a collapsed group hides what is in it', () => {
    expect(ids(new Set(['golf']))).toEqual(['1 intro', '1 golf', '1 end']);
  });
  it('[SHL-2] the place in the course counts everything that is played, also what is hidden', () => {
    expect(playable(tree).map((n) => n.id)).toEqual(['intro', 'par', 'quiz', 'end']);
    expect(placeOf(tree, 'quiz')).toEqual({ index: 3, of: 4 });
    expect(placeOf(tree, null)).toBeUndefined();
    expect(placeOf(tree, 'golf')).toBeUndefined();
  });
  it('[SHL-23] what is of a kind that the player does not know is listed, and not waited for', () => {
    const simulation = node('lab', { kind: 'simulation', selectable: false });
    expect(rows([simulation], none).map((row) => row.node.id)).toEqual(['lab']);
    expect([simulation, tree[0]!].map(isSupported)).toEqual([false, true]);
    expect(playable([...tree, simulation])).toEqual(playable(tree));
    expect(progressOf({ nodes: [simulation] })).toEqual({ done: 0, of: 0 });
  });
  it('[SHL-1] a node is found wherever it is, with the groups around it', () => {
    expect(findNode(tree, 'end')?.title).toBe('the end');
    expect(findNode(tree, 'nowhere')).toBeUndefined();
    expect(ancestors(tree, 'end')).toEqual(['hidden']);
    expect(ancestors(tree, 'intro')).toEqual([]);
    expect(ancestors(tree, 'nowhere')).toEqual([]);
  });
});

describe('keys in the contents', () => {
  const list = rows(tree, none);
  const folded = new Set(['golf']);
  const press = (key: string, focused: string, collapsed = none) => {
    const move = moveFor(key, collapsed === none ? list : rows(tree, collapsed), { focused, collapsed });
    return move && `${move.type} ${move.id}`;
  };

  it.each([
    ['ArrowDown', 'intro', 'focus golf'],
    ['ArrowDown', 'end', undefined],
    ['ArrowUp', 'par', 'focus golf'],
    ['ArrowUp', 'intro', undefined],
    ['Home', 'end', 'focus intro'],
    ['End', 'intro', 'focus end'],
    ['ArrowRight', 'golf', 'focus par'],
    ['ArrowRight', 'par', undefined],
    ['ArrowLeft', 'golf', 'collapse golf'],
    ['ArrowLeft', 'par', 'focus golf'],
    ['ArrowLeft', 'intro', undefined],
    ['Enter', 'par', 'activate par'],
    [' ', 'golf', 'activate golf'],
    ['p', 'intro', 'focus par'],
    ['P', 'par', 'focus par'],
    ['t', 'golf', 'focus end'],
    ['x', 'intro', undefined],
    ['Tab', 'intro', undefined],
    ['Escape', 'intro', undefined],
    ['ArrowDown', 'nowhere', undefined],
  ])('[SHL-3] %s on %s: %s', (key, focused, move) => {
    expect(press(key, focused)).toBe(move);
  });
  it('[SHL-3] a folded group opens to the right, and to the left its parent has the focus', () => {
    expect(press('ArrowRight', 'golf', folded)).toBe('expand golf');
    expect(press('ArrowLeft', 'golf', folded)).toBeUndefined();
  });
});

describe('what was achieved', () => {
  it('[SHL-4] success outranks completion; a course that goes on is open', () => {
    expect(achieved({ completion: 'completed', success: 'passed' })).toBe('passed');
    expect(achieved({ completion: 'incomplete', success: 'passed' })).toBe('passed');
    expect(achieved({ completion: 'completed', success: 'failed' })).toBe('failed');
    expect(achieved({ completion: 'completed', success: 'unknown' })).toBe('completed');
    expect(achieved({ completion: 'incomplete', success: 'failed' })).toBe('open');
    expect(achieved({ completion: 'unknown', success: 'unknown' })).toBe('open');
  });
  it('[SHL-5] a part is marked with its success, else with its completion', () => {
    expect(markOf({ completion: 'incomplete', success: 'failed' })).toBe('failed');
    expect(markOf({ completion: 'completed', success: 'unknown' })).toBe('completed');
    expect(markOf({ completion: 'incomplete', success: 'unknown' })).toBe('incomplete');
    expect(markOf({ completion: 'not attempted', success: 'unknown' })).toBe('notAttempted');
    expect(markOf({ completion: 'unknown', success: 'unknown' })).toBe('notAttempted');
  });
  it('[SHL-5] parts are done when completed or passed', () => {
    const nodes = [node('a', { completion: 'completed' }), node('b', { success: 'passed' }), node('c', {})];
    expect(progressOf({ nodes })).toEqual({ done: 2, of: 3 });
  });
  it('[SHL-6] the score is the scaled one, else raw between its bounds, 0 to 100 where none are told', () => {
    expect(shareOf({ scaled: 0.5, raw: 9 })).toBe(0.5);
    expect(shareOf({ raw: 85 })).toBe(0.85);
    expect(shareOf({ raw: 15, min: 10, max: 20 })).toBe(0.5);
    expect(shareOf({ raw: 5, min: 9, max: 9 })).toBeUndefined();
    expect(shareOf({})).toBeUndefined();
    expect(shareOf(undefined)).toBeUndefined();
  });
});
