import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';

const TONE_ICON: Record<Tone, IconName> = { good: 'done', warn: 'warning', bad: 'error', neutral: 'info' };

/** A state as icon and word; colour only repeats what the word says. */
export function State(props: { tone: Tone; icon?: IconName; pill?: boolean; children: ComponentChildren }) {
  return (
    <span class={`state tone-${props.tone}${props.pill ? ' state-pill' : ''}`}>
      <Icon name={props.icon ?? TONE_ICON[props.tone]} />
      {props.children}
    </span>
  );
}

/** What is wrong or worth knowing, what to do, and the buttons that do it. `bad` notices are announced at once. */
export function Notice(props: {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  return (
    <div class={`notice tone-${props.tone}`} role={props.tone === 'bad' ? 'alert' : undefined}>
      <Icon name={TONE_ICON[props.tone]} />
      <p class="notice-title">{props.title}</p>
      {props.children !== undefined && <div class="notice-body">{props.children}</div>}
      {props.actions !== undefined && <div class="notice-actions">{props.actions}</div>}
    </div>
  );
}

/** A place holder of the final size, in any CSS length. */
export function Skeleton({ width, height }: { width: string; height: string }) {
  return <span class="skeleton" style={{ width, height }} aria-hidden="true" />;
}
