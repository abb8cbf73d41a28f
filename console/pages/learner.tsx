import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Moment } from '../parts/moment.tsx';
import { Facts, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { AttemptTable, CompletionTable } from '../parts/record-tables.tsx';
import { SessionTable } from '../parts/session-table.tsx';
import { useResource } from '../state/resource.ts';
import { NO_FILTER, statementSource } from '../state/statements.ts';
import { useTail } from '../state/tail.ts';
import { StatementList } from '../statement/list.tsx';
import type { LearnerDetail } from '../wire.ts';

const BACK = { href: '/console/learners', label: t.learner.back };
/** Statements on a learner's page; the whole list is one click away. */
const LATEST = 10;

export function LearnerPage({ id }: { id: string }) {
  const learner = useResource<LearnerDetail>(`/api/v1/learners/${id}`);
  const it = learner.data;
  if (it === null) return <RecordSkeleton title={t.learners.title} back={BACK} resource={learner} />;
  return (
    <Page
      title={it.name}
      back={BACK}
      about={
        <>
          <Id value={it.id} what={t.learners.id} />
          <span>
            {t.learners.since} <Moment at={it.createdAt} />
          </span>
        </>
      }
      actions={
        <a class="button" href={`/console/learners/${id}/transcript`}>
          <Icon name="statement" />
          {t.learner.transcript}
        </a>
      }
    >
      <Facts
        rows={it.accounts.map((account) => [
          t.learner.account,
          <span key={account.name} class="account">
            {account.name} <span class="muted">{account.homePage}</span>
          </span>,
        ])}
      />
      <Section title={t.learner.completions}>
        <CompletionTable learner={id} />
      </Section>
      <Section title={t.learner.attempts}>
        <AttemptTable learner={id} />
      </Section>
      <LatestStatements learner={id} />
      <Section title={t.sessions.title}>
        <SessionTable query={{ learnerId: id }} without="learner" empty={<p class="muted">{t.sessions.empty}</p>} />
      </Section>
    </Page>
  );
}

function LatestStatements({ learner }: { learner: string }) {
  const tail = useTail(statementSource({ ...NO_FILTER, agent: learner }, LATEST));
  return (
    <Section
      title={t.learner.statements}
      actions={<a href={`/console/statements?agent=${learner}`}>{t.learner.allStatements}</a>}
    >
      {tail.rows === null && tail.error !== null ? (
        <ProblemNotice problem={tail.error} retry={tail.reload} />
      ) : tail.rows?.length === 0 ? (
        <p class="muted">{t.learner.noStatements}</p>
      ) : (
        <StatementList rows={tail.rows?.slice(0, LATEST) ?? null} />
      )}
    </Section>
  );
}
