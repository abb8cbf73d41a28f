import { useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { shortId } from './short-id.ts';

/** How long a copied id says so. */
const COPIED_MS = 1400;

/** An identifier in its short form; a click copies the whole of it. */
export function Id({ value, what }: { value: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button type="button" class="id" title={value} onClick={() => void copy()}>
      <span class="id-text">{shortId(value)}</span>
      <span class="visually-hidden">{t.copy(what)}</span>
      {copied && (
        <span class="id-note" role="status">
          {t.copied}
        </span>
      )}
    </button>
  );
}
