import { Skeleton } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import type { Resource } from '../state/resource.ts';
import { Page } from './page.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** A record page before its record is there, or instead of it when it can't be read. */
export function RecordSkeleton(props: {
  title: string;
  back: { href: string; label: string };
  resource: Resource<unknown>;
}) {
  const { error, reload } = props.resource;
  return (
    <Page title={props.title} back={props.back}>
      {error !== null ? (
        <ProblemNotice problem={error} {...(error.status === 404 ? {} : { retry: reload })} />
      ) : (
        <div class="record-skeleton" aria-busy="true">
          <span class="visually-hidden">{t.loading}</span>
          <Skeleton width="40%" height="1rem" />
          <Skeleton width="100%" height="10rem" />
          <Skeleton width="100%" height="6rem" />
        </div>
      )}
    </Page>
  );
}
