import { expect, it } from 'vitest';
import { finding } from './report.ts';
import { reportLines } from './report-lines.ts';

it('[PKG-23] a report as lines counts what there is, and tells each finding with remedy, place and code', () => {
  const refused = { code: 'zip_empty', severity: 'refused', message: 'It is empty.', remedy: 'Choose again.' } as const;
  expect(reportLines({ findings: [refused, { ...refused, where: 'a.zip' }], omitted: 3 })).toEqual([
    '2 reasons to refuse it:',
    'refused: It is empty.',
    '  Choose again.',
    '  (zip_empty)',
    'refused: It is empty.',
    '  Choose again.',
    '  (a.zip, zip_empty)',
    '3 more findings are not listed.',
  ]);
  const mixed = [finding('file_missing', 'a.js is missing.'), finding('title_repaired', 'It has no title.')];
  expect(reportLines({ findings: mixed, omitted: 0 })[0]).toBe('1 warning, 1 repair:');
  expect(reportLines({ findings: [], omitted: 0 })).toEqual([]);
});
