import type { ComponentChildren } from 'preact';
import { Skeleton } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { Json } from '../parts/json.tsx';
import { Facts, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { concerns } from '../state/concerns.ts';
import { useLoaded } from '../state/resource.ts';
import { readRecord } from '../state/statements.ts';
import type { StatementRecord } from '../wire.ts';
import { Attachments } from './attachments.tsx';
import { statementFacts } from './facts.tsx';
import { StatementLink } from './links.tsx';
import { RecordMarks } from './marks.tsx';

/** The record of a statement; somebody may void it, or refer to it, while it is looked at. */
export const useRecord = (id: string) =>
  useLoaded<StatementRecord>(`statement ${id}`, () => readRecord(id), concerns.statements);

/** A statement that has been opened in a list. */
export function OpenedStatement({ id, tools }: { id: string; tools?: ComponentChildren }) {
  const { data, error, reload } = useRecord(id);
  if (data === null && error !== null) return <ProblemNotice problem={error} retry={reload} />;
  if (data === null) return <Skeleton width="100%" height="14rem" />;
  return (
    <>
      <div class="narrow">
        <a href={`/console/statements/${id}`}>{t.statement.open}</a>
        {tools}
      </div>
      <StatementView record={data} />
    </>
  );
}

/** What a statement says, in words, beside what is stored, to the letter. */
export function StatementView({ record }: { record: StatementRecord }) {
  return (
    <>
      <RecordMarks record={record} />
      <div class="split statement">
        <div class="statement-said">
          <Facts rows={statementFacts(record.statement)} />
          <Attachments record={record} />
          {record.referrers.length > 0 && (
            <Section title={t.statement.references}>
              <ul>
                {record.referrers.map((id) => (
                  <li key={id}>
                    <StatementLink id={id} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <Json value={record.statement} />
      </div>
    </>
  );
}
