import { useId } from 'preact/hooks';
import { t } from '../messages.ts';
import type { UrlState } from '../state/url.ts';

type Shown = keyof typeof t.catalogue.shown;

/** What of the catalogue is asked for; `current` when nothing is said. */
const QUERIES: Record<Shown, Readonly<Record<string, string>>> = {
  current: { archived: 'false', state: '' },
  archived: { archived: 'true', state: '' },
  revoked: { archived: 'any', state: 'revoked' },
  all: { archived: 'any', state: '' },
};

const shownIn = (url: UrlState): Shown => {
  const show = url.get('show');
  return show in QUERIES ? (show as Shown) : 'current';
};

/** The query of the list of courses that the address asks for. */
export const courseQuery = (url: UrlState): Record<string, string> => ({
  q: url.get('q'),
  format: url.get('format'),
  ...QUERIES[shownIn(url)],
});

/** Whether the list is narrowed by more than a search. */
export const isFiltered = (url: UrlState): boolean => url.get('format') !== '' || shownIn(url) !== 'current';

/** Narrows the list of courses by format and by what has become of them. */
export function CourseFilters({ url }: { url: UrlState }) {
  return (
    <>
      <Select
        label={t.courses.format}
        value={url.get('format')}
        options={[['', t.catalogue.anyFormat], ...Object.entries(t.format)]}
        onChange={(format) => url.set({ format })}
      />
      <Select
        label={t.catalogue.show}
        value={shownIn(url)}
        options={Object.entries(t.catalogue.shown)}
        onChange={(show) => url.set({ show: show === 'current' ? '' : show })}
      />
    </>
  );
}

function Select(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {props.label}
      </label>
      <select
        id={id}
        class="input select"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </>
  );
}
