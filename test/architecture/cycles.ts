import type { ImportEdge } from './rules.ts';

/** Every circle of files that a walk in depth meets, once, as `a → b → a`. Type-only imports count. */
export function cyclesOf(edges: readonly ImportEdge[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!to.startsWith('./')) continue;
    targets.set(from, [...(targets.get(from) ?? []), to.slice(2)]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) found.push([...way.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
