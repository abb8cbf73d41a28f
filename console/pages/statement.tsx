import type { StoredStatement } from '../../domain/statement/types.ts';
import { statementWords } from '../../domain/statement/words.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { useLoaded } from '../state/resource.ts';
import { readStatement } from '../state/statements.ts';

const BACK = { href: '/console/statements', label: t.statements.title };

/** One statement by its id. */
export function StatementPage({ id }: { id: string }) {
  const resource = useLoaded<StoredStatement>(`statement ${id}`, () => readStatement(id));
  const it = resource.data;
  if (it === null) return <RecordSkeleton title={t.statements.title} back={BACK} resource={resource} />;
  const { actor, verb, object } = statementWords(it, navigator.languages);
  return (
    <Page
      title={`${actor} ${verb} ${object}`}
      back={BACK}
      about={
        <>
          <Id value={it.id} what={t.statements.id} />
          <Moment at={it.stored} />
        </>
      }
    >
      <Json value={it} />
    </Page>
  );
}
