import { t } from '../messages.ts';
import type { Listing } from '../state/resource.ts';

/** The way to older rows, where there are any. */
export function More<T>({ list }: { list: Listing<T> }) {
  if (!list.hasMore) return null;
  return (
    <div class="more">
      <button type="button" class="button" onClick={list.more}>
        {t.showMore}
      </button>
    </div>
  );
}
