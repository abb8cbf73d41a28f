import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatNumber } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';

interface PageProps {
  readonly title: string;
  /** One line that says what the page shows, or what the record is. */
  readonly about?: ComponentChildren;
  readonly back?: { readonly href: string; readonly label: string };
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of every page: where it belongs, what it is, what can be done, its content. */
export function Page({ title, about, back, actions, children }: PageProps) {
  useEffect(() => {
    document.title = t.pageTitle(title);
  }, [title]);
  return (
    <div class="page">
      <header class="page-head">
        {back !== undefined && (
          <a class="page-back" href={back.href}>
            {back.label}
          </a>
        )}
        <div class="page-title">
          <h1>
            <bdi>{title}</bdi>
          </h1>
          {about !== undefined && <div class="page-about">{about}</div>}
        </div>
        {actions !== undefined && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a record page under its own heading. */
export function Section(props: {
  title: string;
  count?: number | undefined;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="section" aria-label={props.title}>
      <header class="section-head">
        <h2>
          {props.title}
          {props.count !== undefined && <span class="section-count">{formatNumber(props.count)}</span>}
        </h2>
        {props.actions}
      </header>
      {props.children}
    </section>
  );
}

/** Names and values of a record. An absent value is left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
        .map(([name, value], i) => (
          <div key={`${name} ${i}`}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
