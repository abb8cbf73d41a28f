import { encodePart } from '../../domain/kernel/percent.ts';
import {
  type AuthoredDocument,
  DOCUMENT_FILE,
  isPage,
  type Page,
  partsOf,
} from '../../domain/package/document/document.ts';
import { isOutside } from '../../domain/package/document/media.ts';
import { PAGE_PARAMETER } from '../../domain/package/document/page-address.ts';
import { readDocument } from '../../domain/package/document/read-document.ts';

export type Opened =
  | { readonly kind: 'page'; readonly document: AuthoredDocument; readonly page: Page }
  | { readonly kind: 'no-page' }
  | { readonly kind: 'unreadable' };

/** The address of a file of the course, below the course's own. */
export const addressOf = (file: string, course: string): string =>
  isOutside(file) ? file : new URL(file.split('/').map(encodePart).join('/'), course).href;

/** The page that an address asks for, of the document at `course`. */
export async function openPage(course: string, search: string): Promise<Opened> {
  const id = new URLSearchParams(search).get(PAGE_PARAMETER);
  try {
    const response = await fetch(addressOf(DOCUMENT_FILE, course), { credentials: 'same-origin' });
    if (!response.ok) return { kind: 'unreadable' };
    const read = readDocument(await response.json());
    if (!read.ok) return { kind: 'unreadable' };
    const found = [...partsOf(read.value)].find(({ part }) => part.id === id)?.part;
    return found !== undefined && isPage(found)
      ? { kind: 'page', document: read.value, page: found }
      : { kind: 'no-page' };
  } catch {
    return { kind: 'unreadable' };
  }
}
