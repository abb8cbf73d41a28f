import { describe, expect, it } from 'vitest';
import { accepted, course, manifest12, organization, sco } from '../package.testing.ts';

const item = (inner: string) => `<item identifier="a" identifierref="r"><title>A</title>${inner}</item>`;
const read = (inner: string) => accepted(course(manifest12(organization(item(inner)), sco('r', 'a.html')), 'a.html'));

describe('what an item carries for its SCO', () => {
  it('[S12-1] it is read, and nonsense left out with a warning', async () => {
    const data = `<adlcp:prerequisites type="aicc_script"><![CDATA[x&b]]></adlcp:prerequisites><adlcp:masteryscore> 80.5 </adlcp:masteryscore>
<adlcp:maxtimeallowed>0001:00:00</adlcp:maxtimeallowed><adlcp:timelimitaction>Exit, No message</adlcp:timelimitaction><adlcp:datafromlms> a  b </adlcp:datafromlms>`;
    const { manifest, report } = await read(data);
    expect(manifest.structure[0]!.scorm12).toEqual({
      prerequisites: 'x&b',
      masteryScore: 80.5,
      maxTimeAllowed: '0001:00:00',
      timeLimitAction: 'exit,no message',
      dataFromLms: 'a  b',
    });
    expect(report.findings).toEqual([]);
    const wrong =
      '<adlcp:masteryscore>101</adlcp:masteryscore>\n<adlcp:timelimitaction>explode</adlcp:timelimitaction>';
    const other = await read(wrong);
    expect(other.manifest.structure[0]!.scorm12).toBeUndefined();
    expect(other.report.findings.map((f) => [f.code, f.where])).toEqual([
      ['value_ignored', 'imsmanifest.xml:3'],
      ['value_ignored', 'imsmanifest.xml:4'],
    ]);
    for (const score of ['80%', '-1', '1e2', '0x10']) {
      const text = `<adlcp:masteryscore>${score}</adlcp:masteryscore>`;
      expect((await read(text)).report.findings).toHaveLength(1);
    }
    for (const score of ['0', '100', '99.9']) {
      const text = `<adlcp:masteryscore>${score}</adlcp:masteryscore>`;
      expect((await read(text)).manifest.structure[0]!.scorm12).toEqual({
        masteryScore: Number(score),
      });
    }
  });
});
