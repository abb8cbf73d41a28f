import { attributeOf, childOf, childrenOf, descend, textOf, type XmlElement } from '../xml/element.ts';
import {
  type CompletionThreshold,
  type DataMap,
  LMS_UI,
  type Scorm2004CourseData,
  type Scorm2004NodeData,
  TIME_LIMIT_ACTIONS,
} from './node-data.ts';
import type { SequencingReader } from './read-sequencing.ts';
import { present, some, type Values } from './values.ts';

/** The `adlcp`, `adlnav` and `imsss` elements of an item (CAM 4th Edition, 3.4.1.10 and following). */
export function readNodeData(
  item: XmlElement,
  sequencing: SequencingReader,
  values: Values,
): Scorm2004NodeData | undefined {
  const action = childOf(item, 'timeLimitAction');
  const actionText = textOf(action)?.replace(/\s*,\s*/, ',');
  const data = childOf(item, 'dataFromLMS')?.text.trim();
  return some<Scorm2004NodeData>({
    timeLimitAction:
      action && actionText ? values.oneOf(action, 'timeLimitAction', actionText, TIME_LIMIT_ACTIONS) : undefined,
    dataFromLms: data === '' ? undefined : data,
    completionThreshold: readThreshold(item, values),
    hideLmsUi: hidden(item, values),
    data: dataMaps(item, values),
    sequencing: sequencing.of(item),
  });
}

/** What the organization says of the whole course. */
export const readCourseData = (
  organization: XmlElement,
  sequencing: SequencingReader,
  values: Values,
): Scorm2004CourseData =>
  present<Scorm2004CourseData>({
    objectivesGlobalToSystem: values.flag(organization, 'objectivesGlobalToSystem') ?? true,
    sharedDataGlobalToSystem: values.flag(organization, 'sharedDataGlobalToSystem') ?? true,
    completionThreshold: readThreshold(organization, values),
    sequencing: sequencing.of(organization),
  });

/** The 4th Edition writes attributes; before, the text was the measure at which a SCO is completed. */
function readThreshold(owner: XmlElement, values: Values): CompletionThreshold | undefined {
  const element = childOf(owner, 'completionThreshold');
  if (element === undefined) return undefined;
  const text = textOf(element);
  const measure =
    text === undefined
      ? values.number(element, 'minProgressMeasure', 0, 1)
      : values.decimal(element, 'completionThreshold', text, 0, 1);
  return {
    completedByMeasure: values.flag(element, 'completedByMeasure') ?? (text !== undefined && measure !== undefined),
    minProgressMeasure: measure ?? 1,
    progressWeight: values.number(element, 'progressWeight', 0, 1) ?? 1,
  };
}

function hidden(item: XmlElement, values: Values): Scorm2004NodeData['hideLmsUi'] {
  const navigation = descend(item, 'presentation', 'navigationInterface');
  const named = (navigation ? childrenOf(navigation, 'hideLMSUI') : []).flatMap((element) => {
    const text = textOf(element);
    return text === undefined ? [] : (values.oneOf(element, 'hideLMSUI', text, LMS_UI) ?? []);
  });
  return named.length === 0 ? undefined : [...new Set(named)];
}

function dataMaps(item: XmlElement, values: Values): DataMap[] | undefined {
  const list = childOf(item, 'data');
  const maps = (list ? childrenOf(list, 'map') : []).flatMap((map): DataMap[] => {
    const targetId = attributeOf(map, 'targetID');
    if (targetId === undefined) {
      values.leftOut(map, 'A map of shared data without a targetID was left out.');
      return [];
    }
    const readSharedData = values.flag(map, 'readSharedData') ?? true;
    return [{ targetId, readSharedData, writeSharedData: values.flag(map, 'writeSharedData') ?? true }];
  });
  return maps.length === 0 ? undefined : maps;
}
