import type { StoredStatement } from '../../domain/statement/types.ts';
import { t } from '../messages.ts';
import { LiveBar } from '../parts/live-bar.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { agentText } from '../state/agent-text.ts';
import { identity } from '../state/identity.ts';
import { statementSource } from '../state/statements.ts';
import { useTail } from '../state/tail.ts';
import { type UrlState, useUrlState } from '../state/url.ts';
import { Filters, filterOf, isNarrowed } from '../statement/filters.tsx';
import { StatementList } from '../statement/list.tsx';

export function StatementsPage() {
  const url = useUrlState();
  const filter = filterOf(url);
  const narrowed = isNarrowed(filter);
  const tail = useTail(statementSource(filter));
  return (
    <Page title={t.statements.title} about={t.statements.about} actions={<Actions tail={tail} />}>
      <Filters filter={filter} url={url} />
      {tail.error !== null && <ProblemNotice problem={tail.error} retry={tail.reload} />}
      {tail.rows?.length === 0 && tail.error === null ? (
        <Empty title={narrowed ? t.statements.noMatch : t.statements.empty}>
          {!narrowed && <p>{t.statements.emptyHint}</p>}
        </Empty>
      ) : (
        (tail.rows !== null || tail.error === null) && (
          <StatementList rows={tail.rows} tools={(statement) => <Narrow statement={statement} url={url} />} />
        )
      )}
      {tail.hasOlder && (
        <div class="more">
          <button type="button" class="button" onClick={tail.more}>
            {t.showMore}
          </button>
        </div>
      )}
    </Page>
  );
}

function Actions({ tail }: Parameters<typeof LiveBar>[0]) {
  return (
    <>
      <LiveBar tail={tail} />
      <a class="button" href="/console/statements/bulk">
        {t.transfer.title}
      </a>
    </>
  );
}

/** Narrows the list to what an opened statement has. */
function Narrow({ statement, url }: { statement: StoredStatement; url: UrlState }) {
  const { object, actor, context } = statement;
  const values: Record<string, string | undefined> = {
    verb: statement.verb.id,
    activity: object.objectType === undefined || object.objectType === 'Activity' ? object.id : undefined,
    agent: agentText(actor, identity.me.value?.homePage ?? ''),
    registration: context?.registration,
  };
  const labels: Record<string, string> = {
    verb: t.statements.verb,
    activity: t.statements.activity,
    agent: t.statements.agent,
    registration: t.statements.registration,
  };
  return (
    <>
      <span class="muted">{t.statements.filterBy}</span>
      {Object.entries(values).map(
        ([name, value]) =>
          value !== undefined && (
            <button key={name} type="button" class="button" title={value} onClick={() => url.set({ [name]: value })}>
              {labels[name]}
            </button>
          ),
      )}
    </>
  );
}
