/** Course structures for tests. */
import type { TestEntry } from '../zip/zip.testing.ts';
import { CMI5_NAMESPACE } from './namespace.ts';

export const said = (text = 'Said'): string =>
  `<title><langstring lang="en">${text}</langstring></title><description><langstring lang="en">About</langstring></description>`;

/** An AU; `more` stands behind its description, `rest` behind its address. */
export const au = (
  id: string,
  { url = 'index.html', attributes = '', more = '', rest = '' }: Partial<Record<string, string>> = {},
): string => `<au id="${id}" ${attributes}>${said('An AU')}${more}<url>${url}</url>${rest}</au>`;

export const block = (id: string, inner: string): string => `<block id="${id}">${said('A block')}${inner}</block>`;

export const objectives = (...ids: string[]): string =>
  `<objectives>${ids.map((id) => `<objective id="${id}">${said(id)}</objective>`).join('')}</objectives>`;

export const references = (...ids: string[]): string =>
  `<objectives>${ids.map((id) => `<objective idref="${id}"/>`).join('')}</objectives>`;

export const COURSE_ID = 'https://courses.example/geology';

/** A whole course structure around blocks, AUs and, before them, objectives. */
export const structure = (
  units: string,
  { id = COURSE_ID, title = said('Geology'), namespace = CMI5_NAMESPACE } = {},
): string => `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="${namespace}">
<course id="${id}">${title}</course>
${units}
</courseStructure>`;

/** A package of a course structure and one page. */
export const packaged = (xml: string): TestEntry[] => [
  { name: 'cmi5.xml', data: xml },
  { name: 'index.html', data: '<p>Lesson</p>' },
];

/** The course structure as it is when it comes alone. */
export const alone = (xml: string): TestEntry[] => [{ name: 'cmi5.xml', data: xml }];
