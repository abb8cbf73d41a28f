import { parseId, sessionIdOf, UUID } from '../../domain/kernel/ids.ts';

/** Something the palette can go to. */
export interface PaletteItem {
  readonly key: string;
  readonly group: 'pages' | 'records' | 'courses' | 'learners';
  readonly label: string;
  readonly hint?: string;
  readonly href: string;
}

const RECORDS = {
  pkg: 'courses',
  lrn: 'learners',
  ses: 'sessions',
  imp: 'imports',
  sti: 'statements/bulk',
  key: 'credentials',
  iss: 'issuers',
} as const;

export type RecordKind = keyof typeof RECORDS | 'registration' | 'statement';

/** The records that a whole id may name: Lectern's ids name one, a UUID may be a registration or a statement. */
export function recordsOf(text: string, tenant: string): { kind: RecordKind; href: string }[] {
  const id = text.trim();
  if (UUID.test(id)) {
    return [
      { kind: 'registration', href: `/console/sessions/${sessionIdOf(tenant, id.toLowerCase())}` },
      { kind: 'statement', href: `/console/statements/${id.toLowerCase()}` },
    ];
  }
  return (Object.keys(RECORDS) as (keyof typeof RECORDS)[])
    .filter((kind) => parseId(id, kind).ok)
    .map((kind) => ({ kind, href: `/console/${RECORDS[kind]}/${id}` }));
}

/** Every word of the query begins a word of the text, in any order and case. */
export function matches(text: string, query: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .every((part) => words.some((word) => word.startsWith(part)));
}
