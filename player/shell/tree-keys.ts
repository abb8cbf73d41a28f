/** Keyboard of the contents, after the tree view pattern of the ARIA Authoring Practices Guide. */
import type { Row } from './outline.ts';

export type TreeMove =
  | { readonly type: 'focus'; readonly id: string }
  | { readonly type: 'expand' | 'collapse' | 'activate'; readonly id: string };

/** What a key means on the row in focus; undefined: nothing, the browser may have it. `Enter` and space activate. */
export function moveFor(
  key: string,
  list: readonly Row[],
  at: { focused: string; collapsed: ReadonlySet<string> },
): TreeMove | undefined {
  const index = list.findIndex(({ node }) => node.id === at.focused);
  const row = list[index];
  if (row === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return focus(list[index + 1]);
    case 'ArrowUp':
      return focus(list[index - 1]);
    case 'Home':
      return focus(list[0]);
    case 'End':
      return focus(list[list.length - 1]);
    case 'ArrowRight':
      return inwards(row, list[index + 1], at.collapsed);
    case 'ArrowLeft':
      return outwards(row, at.collapsed);
    case 'Enter':
    case ' ':
      return { type: 'activate', id: row.node.id };
    default:
      return key.length === 1 ? focus(startingWith(key, list, index)) : undefined;
  }
}

const focus = (row: Row | undefined): TreeMove | undefined =>
  row === undefined ? undefined : { type: 'focus', id: row.node.id };

function inwards(row: Row, next: Row | undefined, collapsed: ReadonlySet<string>): TreeMove | undefined {
  if (!row.group) return undefined;
  return collapsed.has(row.node.id) ? { type: 'expand', id: row.node.id } : focus(next);
}

function outwards(row: Row, collapsed: ReadonlySet<string>): TreeMove | undefined {
  if (row.group && !collapsed.has(row.node.id)) return { type: 'collapse', id: row.node.id };
  return row.parent === undefined ? undefined : { type: 'focus', id: row.parent };
}

/** The next row, in a circle, whose title begins with the character. */
function startingWith(key: string, list: readonly Row[], index: number): Row | undefined {
  const wanted = key.toLocaleLowerCase();
  const circle = [...list.slice(index + 1), ...list.slice(0, index + 1)];
  return circle.find(({ node }) => node.title.trim().toLocaleLowerCase().startsWith(wanted));
}
