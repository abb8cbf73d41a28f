import { t } from '../messages.ts';
import { Empty, Page } from '../parts/page.tsx';
import { SessionTable } from '../parts/session-table.tsx';
import { useUrlState } from '../state/url.ts';

export function SessionsPage() {
  const url = useUrlState();
  return (
    <Page title={t.sessions.title}>
      <SessionTable
        query={{}}
        sort={url.get('sort')}
        onSort={(sort) => url.set({ sort })}
        empty={
          <Empty title={t.sessions.empty}>
            <p>{t.sessions.emptyHint}</p>
          </Empty>
        }
      />
    </Page>
  );
}
