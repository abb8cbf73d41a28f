import { useId } from 'preact/hooks';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { t } from '../messages.ts';
import { LiveBar } from '../parts/live-bar.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { StatementList } from '../parts/statement-list.tsx';
import { identity } from '../state/identity.ts';
import { NO_FILTER, type StatementFilter, statementSource } from '../state/statements.ts';
import { useTail } from '../state/tail.ts';
import { type UrlState, useUrlState } from '../state/url.ts';
import { VERBS } from '../state/verbs.ts';

export function StatementsPage() {
  const url = useUrlState();
  const filter: StatementFilter = {
    verb: url.get('verb'),
    activity: url.get('activity'),
    agent: url.get('agent'),
    registration: url.get('registration'),
  };
  const filtered = Object.values(filter).some((value) => value !== '');
  const tail = useTail(statementSource(filter));
  return (
    <Page title={t.statements.title} about={t.statements.about} actions={<LiveBar tail={tail} />}>
      <search class="toolbar">
        <VerbSelect value={filter.verb} onChange={(verb) => url.set({ verb })} />
        <SearchField
          label={t.statements.activityHint}
          value={filter.activity}
          onChange={(activity) => url.set({ activity })}
        />
        <SearchField label={t.statements.agentHint} value={filter.agent} onChange={(agent) => url.set({ agent })} />
        <SearchField
          label={t.statements.registrationHint}
          value={filter.registration}
          onChange={(registration) => url.set({ registration })}
        />
        {filtered && (
          <button type="button" class="button button-quiet" onClick={() => url.set({ ...NO_FILTER })}>
            {t.statements.clear}
          </button>
        )}
      </search>
      {tail.error !== null && <ProblemNotice problem={tail.error} retry={tail.reload} />}
      {tail.rows?.length === 0 ? (
        <Empty title={filtered ? t.statements.noMatch : t.statements.empty}>
          {!filtered && <p>{t.statements.emptyHint}</p>}
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

/** The verbs of played courses by name; any other can stand in the address. */
function VerbSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const known = VERBS.some((verb) => verb.id === value);
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t.statements.verb}
      </label>
      <select id={id} class="input select" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t.statements.anyVerb}</option>
        {VERBS.map((verb) => (
          <option key={verb.id} value={verb.id}>
            {verb.name}
          </option>
        ))}
        {value !== '' && !known && <option value={value}>{value}</option>}
      </select>
    </>
  );
}

/** Narrows the list to what an opened statement has. */
function Narrow({ statement, url }: { statement: StoredStatement; url: UrlState }) {
  const { object, actor, context } = statement;
  const homePage = identity.me.value?.homePage;
  const values: Record<string, string | undefined> = {
    verb: statement.verb.id,
    activity: object.objectType === undefined || object.objectType === 'Activity' ? object.id : undefined,
    agent: actor.account?.homePage === homePage ? actor.account?.name : undefined,
    registration: context?.registration,
  };
  const labels: Record<string, string> = {
    verb: t.statements.verb,
    activity: t.statements.activity,
    agent: t.statements.agent,
    registration: t.statements.registration,
  };
  return (
    <div class="narrow">
      <span class="muted">{t.statements.filterBy}</span>
      {Object.entries(values).map(
        ([name, value]) =>
          value !== undefined && (
            <button key={name} type="button" class="button" title={value} onClick={() => url.set({ [name]: value })}>
              {labels[name]}
            </button>
          ),
      )}
    </div>
  );
}
