/** The icon set: 16 × 16, one stroke width, drawn for this project. An icon never carries meaning alone. */
const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 5',
  close: 'M4 4l8 8M12 4l-8 8',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  contents: 'M2.5 4h.01M5.5 4h8M2.5 8h.01M5.5 8h8M2.5 12h.01M5.5 12h8',
  'chevron-left': 'M10 3.5L5.5 8l4.5 4.5',
  'chevron-right': 'M6 3.5L10.5 8 6 12.5',
  'chevron-down': 'M3.5 6L8 10.5 12.5 6',
  warning: 'M8 2.5l6 11H2l6-11zM8 6.5v3.2M8 11.6v.01',
  error: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v3.6M8 10.9v.01',
  info: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 7.4V11M8 5.1v.01',
  done: 'M8 2a6 6 0 100 12A6 6 0 008 2zM5.3 8.2l1.9 1.9 3.6-3.9',
  failed: 'M8 2a6 6 0 100 12A6 6 0 008 2zM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  circle: 'M8 2a6 6 0 100 12A6 6 0 008 2z',
  half: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 5.2a2.8 2.8 0 010 5.6z',
  lock: 'M4 7.5h8v5.5H4zM5.5 7.5V5.3a2.5 2.5 0 015 0v2.2',
  clock: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.8V8l2.2 1.6',
  device: 'M4.5 2h7v12h-7zM7.2 11.8h1.6',
  upload: 'M8 10.5V3M5 5.7L8 2.8l3 2.9M2.5 10v3h11v-3',
  download: 'M8 2.5V10M5 7.3l3 2.9 3-2.9M2.5 10v3h11v-3',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.3 10.3l3.2 3.2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  play: 'M5 3.2l7.5 4.8L5 12.8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  exit: 'M6.5 2.5h-4v11h4M6 8h7.5M10.5 5l3 3-3 3',
  external: 'M9.5 2.5h4v4M13.5 2.5L8 8M11.5 9v4.5h-9v-9H7',
  learner: 'M8 2.5a2.7 2.7 0 100 5.4 2.7 2.7 0 000-5.4zM2.8 13.5c.5-2.6 2.5-4 5.2-4s4.7 1.4 5.2 4',
  course:
    'M8 4.2C6.4 3 4.3 2.7 2.5 3v9.5c1.8-.3 3.9 0 5.5 1.2 1.6-1.2 3.7-1.5 5.5-1.2V3C11.7 2.7 9.6 3 8 4.2zM8 4.2v9.5',
  key: 'M5.5 8a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM7.3 8.8L13 3M11 5l1.8 1.8',
  session: 'M2.5 3h11v8h-11zM5.5 13.5h5M6.8 5.3l3 1.7-3 1.7z',
  statement: 'M3.5 2.5h6l3 3v8h-9zM5.8 8h4.4M5.8 10.5h4.4',
  settings: 'M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3',
  activity: 'M1.5 8h3l2-4.5 3 9L11.5 8h3',
  print: 'M4.5 5.5v-3h7v3M4.5 11.5h-2v-6h11v6h-2M4.5 9.5h7v4h-7z',
  refresh: 'M13 8a5 5 0 11-1.6-3.7M13.3 2.3v2.9h-2.9',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative by default; the word beside it carries the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
