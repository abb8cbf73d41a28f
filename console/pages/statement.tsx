import { statementWords } from '../../domain/statement/words.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { StatementView, useRecord } from '../statement/view.tsx';

const BACK = { href: '/console/statements', label: t.statements.title };

/** One statement by its id, voided or not. */
export function StatementPage({ id }: { id: string }) {
  const resource = useRecord(id);
  const record = resource.data;
  if (record === null) return <RecordSkeleton title={t.statements.title} back={BACK} resource={resource} />;
  const { actor, verb, object } = statementWords(record.statement, navigator.languages);
  return (
    <Page
      title={`${actor} ${verb} ${object}`}
      back={BACK}
      about={
        <>
          <Id value={record.statement.id} what={t.statements.id} />
          <Moment at={record.statement.stored} />
        </>
      }
    >
      <StatementView record={record} />
    </Page>
  );
}
