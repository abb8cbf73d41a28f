import { useLocation } from 'preact-iso';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { isRunning, jobs } from '../imports/jobs.ts';
import { t } from '../messages.ts';
import { feedState } from '../state/feed.ts';
import { identity } from '../state/identity.ts';

/** The pages that exist, in the order in which data moves. */
export const PAGES: readonly { readonly href: string; readonly label: string; readonly icon: IconName }[] = [
  { href: '/console/courses', label: t.nav.courses, icon: 'course' },
  { href: '/console/learners', label: t.nav.learners, icon: 'learner' },
  { href: '/console/sessions', label: t.nav.sessions, icon: 'session' },
  { href: '/console/statements', label: t.nav.statements, icon: 'statement' },
  { href: '/console/events', label: t.nav.events, icon: 'activity' },
  { href: '/console/credentials', label: t.nav.credentials, icon: 'key' },
];

/** Where everything is: a column beside wide pages, a bar above and one below narrow ones. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const { path } = useLocation();
  const here = path
    .replace(/^\/console\/imports/, '/console/courses')
    .replace(/^\/console\/issuers/, '/console/credentials');
  return (
    <header class="rail">
      <div class="rail-top">
        <a class="brand" href="/console/courses">
          <Mark />
          {t.product}
        </a>
        <button type="button" class="rail-search" aria-keyshortcuts="Control+K" onClick={onSearch}>
          <Icon name="search" />
          <span class="rail-search-text">{t.nav.search}</span>
          <kbd class="keys">Ctrl K</kbd>
        </button>
      </div>
      <nav class="rail-nav" aria-label={t.nav.label}>
        {PAGES.map(({ href, label, icon }) => (
          <a key={href} class="rail-link" href={href} aria-current={here.startsWith(href) ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
          </a>
        ))}
      </nav>
      <RailFoot />
    </header>
  );
}

function RailFoot() {
  const running = jobs.value.filter(isRunning).length;
  const me = identity.me.value;
  return (
    <div class="rail-foot">
      {running > 0 && (
        <a class="rail-note" href="/console/courses">
          <Icon name="half" />
          {t.nav.importing(running)}
        </a>
      )}
      {feedState.value === 'waiting' && (
        <span class="rail-note" role="status">
          <Icon name="clock" />
          {t.nav.waiting}
        </span>
      )}
      <div class="rail-person">
        <span class="rail-tenant" title={me?.name}>
          {me?.tenantName}
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label={t.nav.signOut}
          title={t.nav.signOut}
          onClick={() => identity.signOut()}
        >
          <Icon name="exit" />
        </button>
      </div>
    </div>
  );
}

/** Lectern's mark, as in the page's icon: a reading desk. */
export const Mark = () => (
  <svg
    class="mark"
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    stroke-width="2.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d="M4 9l12-4 12 4-12 5zM16 14v13M10 27h12" />
  </svg>
);
