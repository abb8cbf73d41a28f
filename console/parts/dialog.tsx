import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';

/**
 * A modal dialog; Escape, the close button and a press beside it close it, unless it is `held` because it shows what will
 * not be shown again. Focus returns to where it was.
 */
export function Dialog(props: {
  title: string;
  class?: string;
  held?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, and the close button is there
    <dialog
      ref={dialog}
      class={`dialog ${props.class ?? ''}`}
      aria-labelledby={heading}
      onClose={props.onClose}
      onCancel={(event) => props.held === true && event.preventDefault()}
      onClick={(event) => props.held !== true && event.target === dialog.current && dialog.current?.close()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{props.title}</h2>
          {props.held !== true && (
            <button type="button" class="icon-button" aria-label={t.close} onClick={() => dialog.current?.close()}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
