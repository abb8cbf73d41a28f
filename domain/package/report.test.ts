import { expect, it } from 'vitest';
import { addFindings, finding, MAX_FINDINGS, makeReport } from './report.ts';

const warnings = (count: number) => Array.from({ length: count }, (_, i) => finding('file_missing', `File ${i}.`));

it('[PKG-9] what is seen later takes its place by its severity, and may refuse', () => {
  const report = makeReport(warnings(1), { name: 'SCORM 1.2', format: 'scorm12' });
  const later = addFindings(report, [finding('title_repaired', 'No title.'), finding('zip_crc_mismatch', 'Damaged.')]);
  expect(later).toMatchObject({ outcome: 'refused', recognisedAs: 'SCORM 1.2', format: 'scorm12', omitted: 0 });
  expect(later.findings.map(({ code }) => code)).toEqual(['zip_crc_mismatch', 'file_missing', 'title_repaired']);
  expect(addFindings(makeReport([], {}), [])).toStrictEqual({ outcome: 'accepted', findings: [], omitted: 0 });
});
it('[PKG-10] what was omitted before is still counted', () => {
  const report = makeReport(warnings(MAX_FINDINGS + 3), {});
  expect(report).toMatchObject({ omitted: 3, findings: { length: MAX_FINDINGS } });
  expect(addFindings(report, warnings(2)).omitted).toBe(5);
});
