import type { ComponentChildren } from 'preact';

/** A list of more rows scrolls in a frame of its own, so that what stands below it stays within reach. */
const MAX_ROWS = 40;

/** `length` rows; many of them scroll, with the keyboard too. */
export function LongList({ label, length, children }: { label: string; length: number; children: ComponentChildren }) {
  if (length <= MAX_ROWS) return <>{children}</>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard (WCAG 2.1.1)
    <section class="long-list" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** Nodes of a tree, those below others too. */
export function countNodes(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { children }) => sum + 1 + countNodes(children), 0);
}

interface Node {
  readonly children: readonly Node[];
}
