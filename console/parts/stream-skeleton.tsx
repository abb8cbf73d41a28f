import { Skeleton } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';

const ROWS = 8;

/** A live list before its first answer. */
export function StreamSkeleton() {
  return (
    <ul class="stream" aria-busy="true">
      {Array.from({ length: ROWS }, (_, i) => (
        <li key={i} class="stream-skeleton">
          {i === 0 && <span class="visually-hidden">{t.loading}</span>}
          <Skeleton width={`${14 + ((i * 7) % 11)}rem`} height="0.75rem" />
          <Skeleton width="4rem" height="0.75rem" />
        </li>
      ))}
    </ul>
  );
}
