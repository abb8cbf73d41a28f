import { isIri } from '../iri.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';
import { ownChild } from './namespace.ts';
import { type Cmi5NodeData, LAUNCH_METHODS, MOVE_ON } from './node-data.ts';

/** xs:decimal */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
/** cmi5, 13.1.4: “up to 4 decimal places of precision”. */
const MASTERY_PLACES = 10_000;

type AuData = Omit<Cmi5NodeData, 'publisherId' | 'title' | 'description' | 'objectives'>;

/** What an AU says beside title, objectives and address (13.1.4), with the defaults of the schema. */
export function readAuData(au: XmlElement, where: string, findings: Finding[]): AuData {
  const found = (code: Finding['code'], message: string): void => {
    findings.push(finding(code, message, `${where}:${au.line}`));
  };
  const text = (name: string): string | undefined => {
    const value = ownChild(au, name)?.text.trim();
    return value === '' ? undefined : value;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = attributeOf(au, name) ?? fallback;
    if (!allowed.includes(value as T)) {
      found('cmi5_structure_invalid', `${quote(value)} is no ${name}: one of ${allowed.join(', ')}.`);
    }
    return value as T;
  };
  const type = attributeOf(au, 'activityType');
  if (type !== undefined && !isIri(type)) found('iri_invalid', `The activityType ${quote(type)} is not a full IRI.`);
  const data = {
    activityType: type,
    launchMethod: oneOf('launchMethod', LAUNCH_METHODS, 'AnyWindow'),
    moveOn: oneOf('moveOn', MOVE_ON, 'NotApplicable'),
    masteryScore: masteryScore(attributeOf(au, 'masteryScore'), found),
    launchParameters: text('launchParameters'),
    entitlementKey: text('entitlementKey'),
  };
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as AuData;
}

function masteryScore(
  text: string | undefined,
  found: (code: Finding['code'], message: string) => void,
): number | undefined {
  if (text === undefined) return undefined;
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= 1)) {
    found('cmi5_structure_invalid', `The masteryScore ${quote(text)} is not a number from 0 to 1.`);
    return undefined;
  }
  const rounded = Math.round(value * MASTERY_PLACES) / MASTERY_PLACES;
  if (rounded !== value) found('mastery_score_rounded', `The masteryScore ${quote(text)} was read as ${rounded}.`);
  return rounded;
}
