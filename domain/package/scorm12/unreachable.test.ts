import { describe, expect, it } from 'vitest';
import type { StructureNode } from '../manifest.ts';
import { unreachableItems } from './unreachable.ts';

const page = (id: string, prerequisites?: string, children: StructureNode[] = []): StructureNode => ({
  id,
  kind: 'sco',
  title: id,
  visible: true,
  launch: { path: 'a.html', parameters: '' },
  ...(prerequisites === undefined ? {} : { scorm12: { prerequisites } }),
  children,
});
const block = (id: string, ...children: StructureNode[]): StructureNode => ({
  id,
  kind: 'block',
  title: id,
  visible: true,
  children,
});
const unreachable = (...nodes: StructureNode[]) => unreachableItems(nodes).map((told) => /“(.+)”/.exec(told)![1]);

describe('[CP-25] prerequisites that nobody can fulfil', () => {
  it('a block is begun with anything below it, a page with itself alone', () => {
    expect(unreachable(page('z', 'outer'), block('outer', block('inner', page('a'))))).toEqual([]);
    expect(unreachable(page('z', 'outer'), block('outer', block('inner', page('a', 'z'))))).toEqual(['z', 'a']);
    expect(unreachable(page('z', 'a'), page('a', 'z', [page('b', 'gone')]))).toEqual(['z', 'a', 'b']);
    expect(unreachable(page('z', 'a'), page('a', undefined, [page('b', 'z')]))).toEqual([]);
  });
  it('a status is the same wherever a script asks for it', () => {
    expect(unreachable(page('a'), page('z', 'a & a="failed"'))).toEqual(['z']);
    expect(unreachable(page('a'), page('z', 'a="failed" & (a | ~a)'))).toEqual([]);
    expect(unreachable(page('a'), page('b'), page('z', '(a | b) & ~a'))).toEqual([]);
  });
  it('scripts made to be hard take no more time than others', () => {
    const ids = Array.from({ length: 500 }, (_, i) => `b${i}`);
    const hard = `${ids.map((id) => `~${id}`).join('&')}&x&~x`;
    const waiting = Array.from({ length: 100 }, (_, i) => page(`i${i}`, hard));
    expect(unreachable(...ids.map((id) => page(id)), page('x'), ...waiting)).toEqual([]);
  }, 20_000);
});
