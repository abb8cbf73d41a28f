import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { api } from '../state/api.ts';
import { identity } from '../state/identity.ts';
import type { Learner, PackageSummary } from '../wire.ts';
import { matches, type PaletteItem, recordsOf } from './palette-items.ts';
import { PAGES } from './rail.tsx';
import { shortId } from './short-id.ts';

/** Courses and learners asked for by name: what fits on the screen. */
const FOUND = 6;
const SETTLE_MS = 150;

/** Goes to any page by name, to courses and learners by title, and to every record by its id. */
export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const { route } = useLocation();
  const items = [...localItems(text), ...useFound(text)];
  const at = Math.min(chosen, items.length - 1);

  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);

  const go = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    dialog.current?.close();
    route(item.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === 'Enter') go(items[at]);
    else if (to !== undefined) setChosen((to + items.length) % Math.max(1, items.length));
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={t.palette.title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="palette-body">
        <div class="palette-field">
          <Icon name="search" />
          <input
            type="text"
            role="combobox"
            aria-label={t.palette.placeholder}
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={items.length === 0 ? undefined : `${list}-${at}`}
            placeholder={t.palette.placeholder}
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div class="palette-list" id={list} role="listbox" aria-label={t.palette.title}>
          {items.map((item, i) => (
            <div key={item.key} role="presentation">
              {items[i - 1]?.group !== item.group && <p class="palette-group">{t.palette[item.group]}</p>}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys of a combobox */}
              <div
                id={`${list}-${i}`}
                class="palette-item"
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                onMouseMove={() => setChosen(i)}
                onClick={() => go(item)}
              >
                <span>{item.label}</span>
                {item.hint !== undefined && <span class="mono muted">{item.hint}</span>}
              </div>
            </div>
          ))}
        </div>
        {items.length === 0 && <p class="palette-nothing">{t.palette.nothing}</p>}
      </div>
    </dialog>
  );
}

/** What needs no question: pages by name, and the record of a whole id. */
function localItems(text: string): PaletteItem[] {
  const records = recordsOf(text, identity.me.value?.tenant ?? '').map(({ kind, href }) => ({
    key: href,
    group: 'records' as const,
    label: t.palette.record[kind],
    hint: shortId(text.trim()),
    href,
  }));
  const pages = [...PAGES, { href: '/console/imports', label: t.imports.title }]
    .filter(({ label }) => matches(label, text))
    .map(({ href, label }) => ({ key: href, group: 'pages' as const, label, href }));
  return [...records, ...pages];
}

/** Courses and learners whose names contain the text. */
function useFound(text: string): readonly PaletteItem[] {
  const [found, setFound] = useState<readonly PaletteItem[]>([]);
  useEffect(() => {
    const query = text.trim();
    if (query === '') {
      setFound([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      find(query, abort.signal).then(
        (items) => abort.signal.aborted || setFound(items),
        () => undefined, // pages and ids still work
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);
  return found;
}

async function find(text: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const query = new URLSearchParams({ q: text, limit: String(FOUND) });
  const [courses, learners] = await Promise.all([
    api.get<{ items: PackageSummary[] }>(`/api/v1/packages?${query}`, { signal }),
    api.get<{ items: Learner[] }>(`/api/v1/learners?${query}`, { signal }),
  ]);
  return [
    ...courses.items.map((it) => ({ ...named(it.id, it.title, 'courses'), group: 'courses' as const })),
    ...learners.items.map((it) => ({ ...named(it.id, it.name, 'learners'), group: 'learners' as const })),
  ];
}

const named = (id: string, label: string, folder: string) => ({
  key: id,
  label,
  hint: shortId(id),
  href: `/console/${folder}/${id}`,
});
