import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';

/** The record as it is stored, ready to copy. */
export function Json({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div class="json">
      <button type="button" class="button json-copy" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
        {copied ? t.copied : t.copyJson}
      </button>
      {/* Beside the button: what is announced names nothing. */}
      <span class="visually-hidden" role="status">
        {copied && t.copied}
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
