import { useState } from 'preact/hooks';
import { Notice } from '../../ui/feedback.tsx';
import { AccessForm } from '../access/form.tsx';
import { t } from '../messages.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/fields.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import type { PackageSummary } from '../wire.ts';

interface Props {
  readonly course: PackageSummary;
  readonly onChanged: () => void;
}

/** What can be done with a course besides launching it. */
export function CatalogueActions({ course, onChanged }: Props) {
  const [revoking, setRevoking] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const archived = course.archivedAt !== null;
  const toggle = async (): Promise<void> => {
    setProblem(null);
    try {
      await api.post(`/api/v1/packages/${course.id}/${archived ? 'unarchive' : 'archive'}`);
      onChanged();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void toggle()}>
        {archived ? t.catalogue.unarchive : t.catalogue.archive}
      </button>
      {course.state === 'built' && (
        <button type="button" class="button button-danger" onClick={() => setRevoking(true)}>
          {t.catalogue.revoke}
        </button>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
      {revoking && <Revoke course={course} onChanged={onChanged} onClose={() => setRevoking(false)} />}
    </>
  );
}

function Revoke({ course, onChanged, onClose }: Props & { onClose: () => void }) {
  const [reason, setReason] = useState('');
  const revoke = async (): Promise<void> => {
    await api.post(`/api/v1/packages/${course.id}/revoke`, { reason });
    onChanged();
    onClose();
  };
  return (
    <Dialog title={t.catalogue.revokeTitle(course.title)} onClose={onClose}>
      <AccessForm submit={t.catalogue.revoke} danger onSubmit={revoke} onCancel={onClose}>
        <p>{t.catalogue.revokeAbout}</p>
        <Field label={t.catalogue.reason} value={reason} onInput={setReason} hint={t.catalogue.reasonHint} />
      </AccessForm>
    </Dialog>
  );
}

/** What has become of a course, when it is not as it was. */
export function CatalogueNotice({ course }: { course: PackageSummary }) {
  if (course.revocation !== null) {
    return (
      <Notice tone="warn" title={t.catalogue.isRevoked}>
        <p>{course.revocation.reason}</p>
      </Notice>
    );
  }
  if (course.archivedAt === null) return null;
  return (
    <Notice tone="neutral" title={t.catalogue.isArchived}>
      <p>{t.catalogue.isArchivedAbout}</p>
    </Notice>
  );
}
