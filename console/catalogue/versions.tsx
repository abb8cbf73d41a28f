import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { Section } from '../parts/page.tsx';
import { PackageStateMark } from '../parts/states.tsx';
import { concerns } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import { withQuery } from '../state/url.ts';
import type { PackageSummary } from '../wire.ts';

/** Every version of a course, newest first; nothing while there is only the one. */
export function Versions({ course }: { course: PackageSummary }) {
  const path = withQuery('/api/v1/packages', '', { activityId: course.activityId, archived: 'any' });
  const list = useList<PackageSummary>(path, concerns.packages);
  if (list.rows === null || list.rows.length < 2) return null;
  return (
    <Section title={t.catalogue.versions} count={list.rows.length}>
      <ul class="versions">
        {list.rows.map((row) => (
          <li key={row.id}>
            {row.id === course.id ? (
              <strong>{t.catalogue.thisOne}</strong>
            ) : (
              <a href={`/console/courses/${row.id}`}>{row.title}</a>
            )}
            <PackageStateMark state={row.state} />
            {row.archivedAt !== null && <span class="muted">{t.catalogue.archived}</span>}
            <Moment at={row.createdAt} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
