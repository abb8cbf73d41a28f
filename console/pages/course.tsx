import { useState } from 'preact/hooks';
import { isKnownKind, type StructureNode } from '../../domain/package/manifest.ts';
import { Notice } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes } from '../../ui/messages/format.ts';
import { CatalogueActions, CatalogueNotice } from '../catalogue/actions.tsx';
import { Enrolments } from '../catalogue/enrolments.tsx';
import { Versions } from '../catalogue/versions.tsx';
import { Exports } from '../exports/exports.tsx';
import { Report } from '../imports/report.tsx';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { LaunchDialog } from '../parts/launch-dialog.tsx';
import { countNodes, LongList } from '../parts/long-list.tsx';
import { Moment } from '../parts/moment.tsx';
import { Facts, Page, Section } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { SessionTable } from '../parts/session-table.tsx';
import { PackageStateMark } from '../parts/states.tsx';
import { concerns } from '../state/concerns.ts';
import { useResource } from '../state/resource.ts';
import type { PackageDetail } from '../wire.ts';

const BACK = { href: '/console/courses', label: t.course.back };

export function CoursePage({ id }: { id: string }) {
  const course = useResource<PackageDetail>(`/api/v1/packages/${id}`, concerns.packages);
  const [launching, setLaunching] = useState(false);
  const it = course.data;
  if (it === null) return <RecordSkeleton title={t.courses.title} back={BACK} resource={course} />;
  const nodes = countNodes(it.manifest.structure);
  return (
    <Page
      title={it.title}
      back={BACK}
      about={
        <>
          <PackageStateMark state={it.state} />
          <span>{t.format[it.format]}</span>
          <Moment at={it.createdAt} />
        </>
      }
      actions={
        <>
          <CatalogueActions course={it} onChanged={course.reload} />
          <button
            type="button"
            class="button button-primary"
            disabled={it.state !== 'built' || !it.playable.ok}
            onClick={() => setLaunching(true)}
          >
            <Icon name="play" />
            {t.course.launch}
          </button>
        </>
      }
    >
      <CatalogueNotice course={it} />
      {!it.playable.ok && (
        <Notice tone="neutral" title={t.course.notPlayed}>
          <p>{it.playable.reason}</p>
        </Notice>
      )}
      {it.manifest.description !== undefined && <p class="prose">{it.manifest.description}</p>}
      <div class="split">
        <Section title={t.course.structure} count={nodes}>
          <LongList label={t.course.parts} length={nodes}>
            <Structure nodes={it.manifest.structure} />
          </LongList>
        </Section>
        <Section title={t.course.facts}>
          <CourseFacts it={it} />
        </Section>
      </div>
      <Section title={t.course.report}>
        <Report report={it.report} />
      </Section>
      {it.state === 'built' && <Exports course={it} />}
      <Versions course={it} />
      <Enrolments packageId={id} />
      <Section title={t.course.sessions}>
        <SessionTable query={{ packageId: id }} without="course" empty={<p class="muted">{t.course.noSessions}</p>} />
      </Section>
      <details class="raw">
        <summary>{t.showJson}</summary>
        <Json value={it} />
      </details>
      {launching && <LaunchDialog course={it} onClose={() => setLaunching(false)} />}
    </Page>
  );
}

function CourseFacts({ it }: { it: PackageDetail }) {
  const { manifest } = it;
  const content = t.course.contentValue(manifest.assets.count, formatBytes(manifest.assets.bytes));
  return (
    <Facts
      rows={[
        [t.course.id, <Id key="id" value={it.id} what={t.course.id} />],
        [t.course.identifier, <Id key="identifier" value={manifest.identifier} what={t.course.identifier} />],
        [t.course.activity, <Id key="activity" value={manifest.activityId} what={t.course.activity} />],
        [t.course.content, content],
        [t.course.filename, `${it.filename} (${formatBytes(it.sizes.originalBytes)})`],
        [t.course.languages, manifest.languages.join(', ')],
        [t.course.keywords, manifest.metadata?.keywords?.join(', ')],
      ]}
    />
  );
}

/** The course as its author ordered it. */
function Structure({ nodes }: { nodes: readonly StructureNode[] }) {
  return (
    <ul class="outline">
      {nodes.map((node) => (
        <li key={node.id}>
          <div class="outline-item">
            <span class="outline-title">
              <bdi>{node.title}</bdi>
            </span>
            {!node.visible && <span class="outline-note">{t.course.hidden}</span>}
            {node.scorm12?.masteryScore !== undefined && (
              <span class="outline-note">{t.course.mastery(node.scorm12.masteryScore)}</span>
            )}
            <span class="outline-note">{isKnownKind(node.kind) ? t.course.kind[node.kind] : node.kind}</span>
          </div>
          {node.children.length > 0 && <Structure nodes={node.children} />}
        </li>
      ))}
    </ul>
  );
}
