import { describe, expect, it } from 'vitest';
import { item2004, leaf, read2004 } from './scorm2004.testing.ts';

describe('an item of SCORM 2004', () => {
  it('[S04-1] that holds items opens nothing, which is a warning; its leaves do', async () => {
    const inside = `<item identifier="c" identifierref="r"><title>C</title>${leaf('')}</item>`;
    const { manifest, codes } = await read2004({ organization: inside });
    expect(manifest.structure).toMatchObject([{ id: 'c', kind: 'block', children: [{ id: 'a', kind: 'sco' }] }]);
    expect('launch' in manifest.structure[0]!).toBe(false);
    expect(codes).toEqual(['cluster_page_ignored']);
  });
  it('[S04-2] carries data, controls to hide and shared stores for its SCO', async () => {
    const { data, codes } = await item2004(`<adlcp:timeLimitAction>continue, no message</adlcp:timeLimitAction>
<adlcp:dataFromLMS> a  b </adlcp:dataFromLMS>
<adlcp:data><adlcp:map targetID=" notes " writeSharedData="false"/><adlcp:map targetID="all"/></adlcp:data>
<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
<adlnav:hideLMSUI> exitAll </adlnav:hideLMSUI><adlnav:hideLMSUI>continue</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>`);
    expect(codes).toEqual([]);
    expect(data).toEqual({
      timeLimitAction: 'continue,no message',
      dataFromLms: 'a  b',
      hideLmsUi: ['continue', 'exitAll'],
      data: [
        { targetId: 'notes', readSharedData: true, writeSharedData: false },
        { targetId: 'all', readSharedData: true, writeSharedData: true },
      ],
    });
  });
  it('[S04-2] with values outside their vocabulary goes without them', async () => {
    const { data, codes } = await item2004(`<adlcp:timeLimitAction>explode</adlcp:timeLimitAction>
<adlcp:data><adlcp:map/></adlcp:data>
<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>menu</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>`);
    expect(data).toBeUndefined();
    expect(codes.sort()).toEqual(['sequencing_ignored', 'value_ignored', 'value_ignored']);
  });
  it('[S04-3] says at which measure it is completed: by attributes, in earlier editions by a text', async () => {
    const threshold = async (text: string) => {
      const { data, codes } = await item2004(text);
      return [data?.completionThreshold, codes.length];
    };
    const of = (completedByMeasure: boolean, minProgressMeasure: number, progressWeight = 1) => ({
      completedByMeasure,
      minProgressMeasure,
      progressWeight,
    });
    expect(
      await threshold(
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.40" progressWeight=".5"/>',
      ),
    ).toEqual([of(true, 0.4, 0.5), 0]);
    expect(await threshold('<adlcp:completionThreshold/>')).toEqual([of(false, 1), 0]);
    expect(await threshold('<adlcp:completionThreshold> 0.75 </adlcp:completionThreshold>')).toEqual([
      of(true, 0.75),
      0,
    ]);
    expect(await threshold('<adlcp:completionThreshold>75</adlcp:completionThreshold>')).toEqual([of(false, 1), 1]);
  });
  it('[S04-4] the organization says what is shared beyond the course, and what the root of the tree obeys', async () => {
    const plain = await read2004({ organization: leaf('') });
    expect(plain.manifest.scorm2004).toEqual({ objectivesGlobalToSystem: true, sharedDataGlobalToSystem: true });
    const { manifest } = await read2004({
      attributes: 'adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="0"',
      organization: `${leaf('')}<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="1"/>
<imsss:sequencing><imsss:controlMode flow="TRUE"/></imsss:sequencing>`,
    });
    expect(manifest.scorm2004).toEqual({
      objectivesGlobalToSystem: false,
      sharedDataGlobalToSystem: false,
      completionThreshold: { completedByMeasure: true, minProgressMeasure: 1, progressWeight: 1 },
      sequencing: { controlMode: { flow: true } },
    });
  });
});
