import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { NodeView } from '../../domain/session/contract.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { t } from './messages.ts';
import { type Mark, markOf } from './outcome.ts';
import { ancestors, isSupported, type Row, rows } from './outline.ts';
import { moveFor } from './tree-keys.ts';

const MARK_ICON: Record<Mark, IconName> = {
  notAttempted: 'circle',
  incomplete: 'half',
  completed: 'done',
  passed: 'done',
  failed: 'failed',
};
const MARK_TONE: Record<Mark, string> = {
  notAttempted: 'tone-neutral',
  incomplete: 'tone-neutral',
  completed: 'tone-good',
  passed: 'tone-good',
  failed: 'tone-bad',
};

export interface ContentsProps {
  readonly nodes: readonly NodeView[];
  readonly current: string | null;
  choose(node: string): void;
}

/** The contents as a tree view: one tab stop, arrow keys, Home, End and typing ahead (ARIA APG, tree view). */
export function Contents({ nodes, current, choose }: ContentsProps) {
  const collapsed = useSignal<ReadonlySet<string>>(new Set());
  const focused = useSignal<string | undefined>(undefined);
  const tree = useRef<HTMLDivElement>(null);
  const list = rows(nodes, collapsed.value);
  const tabStop = list.find(({ node }) => node.id === (focused.value ?? current)) ?? list[0];

  useEffect(() => {
    // Whatever was folded away, the current part can be seen.
    if (current !== null) collapsed.value = without(collapsed.peek(), ancestors(nodes, current));
  }, [current]);
  useLayoutEffect(() => {
    tree.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const fold = (id: string): void => {
    const closed = collapsed.value.has(id);
    collapsed.value = closed ? without(collapsed.value, [id]) : new Set([...collapsed.value, id]);
  };
  const activate = ({ node, group }: Row): void => {
    if (node.selectable || node.id === current) choose(node.id);
    else if (group) fold(node.id);
  };
  const focus = (id: string): void => {
    focused.value = id;
    tree.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || tabStop === undefined) return;
    const move = moveFor(event.key, list, { focused: tabStop.node.id, collapsed: collapsed.value });
    if (move === undefined) return;
    event.preventDefault();
    if (move.type === 'focus') focus(move.id);
    else if (move.type === 'activate') activate(tabStop);
    else fold(move.id);
  };
  return (
    <div ref={tree} class="tree" role="tree" aria-label={t.contents} onKeyDown={onKeyDown}>
      {list.map((row) => (
        <Item
          key={row.node.id}
          row={row}
          current={row.node.id === current}
          expanded={row.group ? !collapsed.value.has(row.node.id) : undefined}
          tabStop={row === tabStop}
          onFocus={() => {
            focused.value = row.node.id;
          }}
          onClick={() => activate(row)}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  readonly row: Row;
  readonly current: boolean;
  readonly expanded: boolean | undefined;
  readonly tabStop: boolean;
  onFocus(): void;
  onClick(): void;
}

function Item({ row, current, expanded, tabStop, onFocus, onClick }: ItemProps) {
  const { node, group } = row;
  const mark = markOf(node);
  const supported = isSupported(node);
  const reachable = node.selectable || group;
  const description = supported ? (reachable ? t[mark] : t.locked) : t.unsupported;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles keys for all its items
    <div
      class="tree-item"
      role="treeitem"
      data-node={node.id}
      style={{ '--level': row.level }}
      tabIndex={tabStop ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={expanded}
      aria-selected={current}
      aria-current={current ? 'true' : undefined}
      aria-disabled={node.selectable ? undefined : true}
      aria-description={description}
      onFocus={onFocus}
      onClick={onClick}
    >
      {group ? (
        <span class="tree-fold">
          <Icon name={expanded ? 'chevron-down' : 'chevron-right'} />
        </span>
      ) : (
        <span class={`tree-mark ${MARK_TONE[mark]}`} title={description}>
          <Icon name={node.selectable ? MARK_ICON[mark] : 'lock'} />
        </span>
      )}
      <span class="tree-title">
        <bdi>{node.title}</bdi>
        {!supported && <span class="tree-note">{t.unsupported}</span>}
      </span>
    </div>
  );
}

const without = (set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> =>
  new Set([...set].filter((id) => !ids.includes(id)));
