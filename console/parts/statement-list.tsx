import type { ComponentChildren } from 'preact';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { statementWords } from '../../domain/statement/words.ts';
import { t } from '../messages.ts';
import { Json } from './json.tsx';
import { Moment } from './moment.tsx';
import { score } from './numbers.ts';
import { StreamSkeleton } from './stream-skeleton.tsx';

interface StatementListProps {
  readonly rows: readonly StoredStatement[] | null;
  /** What can be done with an opened statement, above its JSON. */
  readonly tools?: (statement: StoredStatement) => ComponentChildren;
}

/** Statements as sentences; each opens to its JSON. */
export function StatementList({ rows, tools }: StatementListProps) {
  if (rows === null) return <StreamSkeleton />;
  return (
    <ul class="stream">
      {rows.map((statement) => (
        <li key={statement.id}>
          <details class="stream-item">
            <summary>
              <Sentence statement={statement} />
              <Moment at={statement.stored} />
            </summary>
            <div class="stream-detail">
              {tools?.(statement)}
              <Json value={statement} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Sentence({ statement }: { statement: StoredStatement }) {
  const { actor, verb, object } = statementWords(statement, navigator.languages);
  const told = score(statement.result?.score ?? null);
  return (
    <span class="sentence">
      <span class="sentence-actor">{actor}</span> <span class="sentence-verb">{verb}</span>{' '}
      <span class="sentence-object">{object}</span>
      {told !== t.none && <span class="sentence-result">{told}</span>}
    </span>
  );
}
