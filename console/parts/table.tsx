import type { ComponentChildren } from 'preact';
import { Skeleton } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { type Column, nextSort, sorted } from './table-sort.ts';

interface TableProps<T> {
  /** What the rows are, for those who cannot see the heading. */
  readonly label: string;
  readonly columns: readonly Column<T>[];
  /** Null while they are being read. */
  readonly rows: readonly T[] | null;
  readonly rowKey: (row: T) => string;
  /** Where a row leads; its first cell becomes the link. */
  readonly href?: (row: T) => string;
  /** A second line under the first cell where columns are hidden for want of width. */
  readonly summary?: (row: T) => ComponentChildren;
  readonly empty: ComponentChildren;
  /** `title` or `-title`; absent: rows stay as they come and heads are plain text. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

/** Rows that stand for what is still being read: enough to fill the fold of a list, of their final height. */
const SKELETON_ROWS = 6;

/** A table whose rows are walked with the arrow keys and opened with Enter. */
export function DataTable<T>(props: TableProps<T>) {
  if (props.rows !== null && props.rows.length === 0) return <>{props.empty}</>;
  return (
    <div class="table-wrap">
      <table class="table" aria-label={props.label} aria-busy={props.rows === null}>
        <thead>
          <tr>
            {props.columns.map((column, i) => (
              <Head key={column.key} column={column} at={i} {...props} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walkRows}>{props.rows === null ? <SkeletonRows {...props} /> : <Rows {...props} />}</tbody>
      </table>
    </div>
  );
}

function Head<T>({
  column,
  at,
  sort,
  onSort,
}: { column: Column<T>; at: number } & Pick<TableProps<T>, 'sort' | 'onSort'>) {
  const on = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined;
  return (
    <th scope="col" class={cellClass(column, at)} aria-sort={on}>
      {column.sortBy === undefined || onSort === undefined ? (
        column.title
      ) : (
        <button type="button" class="table-sort" onClick={() => onSort(nextSort(sort ?? '', column.key))}>
          {column.title}
          <span class={`table-arrow${on === undefined ? '' : ` table-arrow-${on}`}`}>
            <Icon name="chevron-down" />
          </span>
        </button>
      )}
    </th>
  );
}

function Rows<T>({ columns, rows, rowKey, href, summary, sort }: TableProps<T>) {
  return (
    <>
      {sorted(rows ?? [], columns, sort ?? '').map((row) => (
        <tr key={rowKey(row)}>
          {columns.map((column, i) => (
            <td key={column.key} class={cellClass(column, i)}>
              {i === 0 && href !== undefined ? (
                <a class="row-link" href={href(row)}>
                  {textOf(column.cell(row))}
                </a>
              ) : (
                textOf(column.cell(row))
              )}
              {i === 0 && summary !== undefined && <div class="row-summary">{summary(row)}</div>}
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

/** Text of people may be in any script: its direction is its own, and does not reach what stands beside it. */
const textOf = (cell: ComponentChildren): ComponentChildren => (typeof cell === 'string' ? <bdi>{cell}</bdi> : cell);

function SkeletonRows<T>({ columns }: TableProps<T>) {
  return (
    <>
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <tr key={row}>
          {columns.map((column, i) => (
            <td key={column.key} class={cellClass(column, i)}>
              {row === 0 && i === 0 && <span class="visually-hidden">{t.loading}</span>}
              <Skeleton width={i === 0 ? `${9 + ((row * 5) % 7)}rem` : '4.5rem'} height="0.75rem" />
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

/** The first column names the row, so it is always there. */
const cellClass = <T,>(column: Column<T>, at: number): string =>
  [column.align === 'end' ? 'cell-end' : '', column.wideOnly === true && at > 0 ? 'cell-wide' : ''].join(' ').trim();

/** Arrow keys move between the links of the rows; Home and End go to the first and the last. */
function walkRows(event: KeyboardEvent): void {
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row-link')];
  const at = links.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}
