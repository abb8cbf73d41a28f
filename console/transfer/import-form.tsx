import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { importStatementFiles, strict } from './uploads.ts';

/** Chooses files of statements. The page takes dropped ones as well. */
export function ImportForm() {
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const choose = (): void => {
    const files = [...(input.current?.files ?? [])];
    if (input.current !== null) input.current.value = '';
    void importStatementFiles(files);
  };
  return (
    <div class="transfer-form">
      <p class="muted">{t.transfer.accepts}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={strict.value}
          aria-describedby={hint}
          onChange={(event) => {
            strict.value = event.currentTarget.checked;
          }}
        />
        <span>
          {t.transfer.strict}
          <span id={hint} class="field-hint check-hint">
            {t.transfer.strictHint}
          </span>
        </span>
      </label>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={choose}
      />
      <button type="button" class="button button-primary" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {t.transfer.choose}
      </button>
    </div>
  );
}
