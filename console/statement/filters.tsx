import { useId } from 'preact/hooks';
import { t } from '../messages.ts';
import { SearchField } from '../parts/search-field.tsx';
import { NO_FILTER, type StatementFilter } from '../state/statements.ts';
import type { UrlState } from '../state/url.ts';
import { VERBS } from '../state/verbs.ts';

/** What the page's address narrows statements by. */
export function filterOf(url: UrlState): StatementFilter {
  const names = Object.keys(NO_FILTER) as (keyof StatementFilter)[];
  return Object.fromEntries(names.map((name) => [name, url.get(name)])) as unknown as StatementFilter;
}

export const isNarrowed = (filter: StatementFilter): boolean => Object.values(filter).some((value) => value !== '');

/** The fields above the list: what is asked for most in sight, the rest one click away. */
export function Filters({ filter, url }: { filter: StatementFilter; url: UrlState }) {
  const { registration, since, until, related } = filter;
  const rest = [registration, since, until, related].some((value) => value !== '');
  return (
    <search class="filters">
      <div class="toolbar">
        <VerbSelect value={filter.verb} onChange={(verb) => url.set({ verb })} />
        <SearchField
          label={t.statements.activityHint}
          value={filter.activity}
          onChange={(activity) => url.set({ activity })}
        />
        <SearchField label={t.statements.agentHint} value={filter.agent} onChange={(agent) => url.set({ agent })} />
        {isNarrowed(filter) && (
          <button type="button" class="button button-quiet" onClick={() => url.set({ ...NO_FILTER })}>
            {t.statements.clear}
          </button>
        )}
      </div>
      <details class="filters-more" open={rest}>
        <summary>{t.statements.moreFilters}</summary>
        <div class="toolbar">
          <SearchField
            label={t.statements.registrationHint}
            value={registration}
            onChange={(value) => url.set({ registration: value })}
          />
          <TimeField label={t.statements.since} value={since} onChange={(value) => url.set({ since: value })} />
          <TimeField label={t.statements.until} value={until} onChange={(value) => url.set({ until: value })} />
          <label class="check">
            <input
              type="checkbox"
              checked={related === 'true'}
              onChange={(event) => url.set({ related: event.currentTarget.checked ? 'true' : '' })}
            />
            {t.statements.related}
          </label>
        </div>
      </details>
    </search>
  );
}

/** A time of the reader's own clock; the address holds the instant. */
function TimeField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <span class="time-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input"
        type="datetime-local"
        step="1"
        value={localTime(props.value)}
        onChange={({ currentTarget: { value } }) => props.onChange(value === '' ? '' : new Date(value).toISOString())}
      />
    </span>
  );
}

/** `2026-01-31T12:00:00Z` → what a field of local time takes; nothing for what is no time. */
function localTime(instant: string): string {
  const millis = Date.parse(instant);
  if (Number.isNaN(millis)) return '';
  const local = new Date(millis - new Date(millis).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
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
