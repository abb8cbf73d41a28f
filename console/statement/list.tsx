import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { statementWords } from '../../domain/statement/words.ts';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { score } from '../parts/numbers.ts';
import { StreamSkeleton } from '../parts/stream-skeleton.tsx';
import { ListMarks } from './marks.tsx';
import { OpenedStatement } from './view.tsx';

interface StatementListProps {
  readonly rows: readonly StoredStatement[] | null;
  /** What can be done with an opened statement, above what it says. */
  readonly tools?: (statement: StoredStatement) => ComponentChildren;
}

/** Statements as sentences; each opens to all that it says. */
export function StatementList({ rows, tools }: StatementListProps) {
  if (rows === null) return <StreamSkeleton />;
  return (
    <ul class="stream">
      {rows.map((statement) => (
        <li key={statement.id}>
          <Row statement={statement} tools={tools} />
        </li>
      ))}
    </ul>
  );
}

function Row({ statement, tools }: { statement: StoredStatement; tools: StatementListProps['tools'] }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="stream-item" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Sentence statement={statement} />
        <span class="stream-end">
          <ListMarks statement={statement} />
          <Moment at={statement.stored} />
        </span>
      </summary>
      {open && (
        <div class="stream-detail">
          <OpenedStatement id={statement.id} tools={tools?.(statement)} />
        </div>
      )}
    </details>
  );
}

function Sentence({ statement }: { statement: StoredStatement }) {
  const { actor, verb, object } = statementWords(statement, navigator.languages);
  const told = score(statement.result?.score ?? null);
  return (
    <span class="sentence">
      <bdi class="sentence-actor">{actor}</bdi> <span class="sentence-verb">{verb}</span>{' '}
      <bdi class="sentence-object">{object}</bdi>
      {told !== t.none && <span class="sentence-result">{told}</span>}
    </span>
  );
}
