import type { Scorm12NodeData } from '../manifest.ts';
import { type Finding, finding, quote } from '../report.ts';
import { childOf, type XmlElement } from '../xml/element.ts';

/** What a LMS does when the time is up (CAM 1.2, 2.3.2.3). */
const TIME_LIMIT_ACTIONS = ['exit,message', 'exit,no message', 'continue,message', 'continue,no message'];

/** The `adlcp` elements of an item. A value outside its vocabulary is left out with a warning: a SCO would get nonsense. */
export function readItemData(item: XmlElement, where: string, findings: Finding[]): Scorm12NodeData | undefined {
  const text = (name: string): string | undefined => {
    const value = childOf(item, name)?.text.trim();
    return value === '' ? undefined : value;
  };
  const ignore = (name: string, value: string): undefined => {
    const line = childOf(item, name)!.line;
    findings.push(
      finding('value_ignored', `The value ${quote(value)} of ${name} is not a valid one.`, `${where}:${line}`),
    );
    return undefined;
  };
  const mastery = text('masteryscore');
  const action = text('timelimitaction')
    ?.toLowerCase()
    .replace(/\s*,\s*/, ',');
  const data = {
    prerequisites: text('prerequisites'),
    masteryScore: mastery === undefined ? undefined : (score(mastery) ?? ignore('masteryscore', mastery)),
    maxTimeAllowed: text('maxtimeallowed'),
    timeLimitAction:
      action === undefined || TIME_LIMIT_ACTIONS.includes(action) ? action : ignore('timelimitaction', action),
    dataFromLms: text('datafromlms'),
  };
  const present = Object.entries(data).filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : (Object.fromEntries(present) as Scorm12NodeData);
}

/** A score from 0 to 100 (RTE 1.2, 3.4.4: `cmi.core.score.raw`, against which it is held). */
function score(text: string): number | undefined {
  const value = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value <= 100 ? value : undefined;
}
