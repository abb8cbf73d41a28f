import { useEffect, useRef } from 'preact/hooks';
import { Notice } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { CopyField } from '../parts/fields.tsx';
import type { IssuedCredential } from '../wire.ts';

/** Where xAPI clients come in, as they are to be told it. */
export const endpoint = (): string => `${location.origin}/xapi`;

/** What was issued, to be taken away now. */
export function SecretOnce({ issued, onDone }: { issued: IssuedCredential['issued']; onDone: () => void }) {
  const all = useRef<HTMLDivElement>(null);
  // On no button: whoever presses Enter once more must not close what was not read yet.
  useEffect(() => all.current?.focus(), []);
  return (
    <div ref={all} class="form" tabIndex={-1}>
      <Notice tone="warn" title={t.access.secretTitle}>
        <p>{t.access.secretAbout}</p>
      </Notice>
      {'token' in issued ? (
        <CopyField label={t.access.token} value={issued.token} />
      ) : (
        <>
          <CopyField label={t.access.endpoint} value={endpoint()} />
          <CopyField label={t.access.key} value={issued.key} />
          <CopyField label={t.access.secret} value={issued.secret} />
        </>
      )}
      <div class="form-actions">
        <button type="button" class="button button-primary" onClick={onDone}>
          {t.access.done}
        </button>
      </div>
    </div>
  );
}
