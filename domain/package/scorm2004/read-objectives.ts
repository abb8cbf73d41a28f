import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { ADL_SHARED, IMS_SHARED, type Objective, type ObjectiveMap, type Shared } from './sequencing.ts';
import { present, type Values } from './values.ts';

/** Objectives of one `sequencing`, with their maps of IMS Simple Sequencing and of `adlseq` as one (CAM 4th Edition, 5.1.7). */
export function readObjectives(sequencing: XmlElement, values: Values): Objective[] | undefined {
  const lists = childrenOf(sequencing, 'objectives');
  const own = lists.find((list) => !isAdl(list));
  if (own === undefined) return undefined;
  const adl = byId(lists.filter(isAdl).flatMap((list) => childrenOf(list, 'objective')));
  const primary = childrenOf(own, 'primaryObjective').slice(0, 1);
  const objectives = [...primary, ...childrenOf(own, 'objective')].flatMap(
    (element) => readObjective(element, { primary: primary.includes(element), adl, values }) ?? [],
  );
  return objectives.length === 0 ? undefined : objectives;
}

function byId(elements: readonly XmlElement[]): ReadonlyMap<string, readonly XmlElement[]> {
  const named = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const id = attributeOf(element, 'objectiveID');
    if (id === undefined) continue;
    const others = named.get(id);
    if (others === undefined) named.set(id, [element]);
    else others.push(element);
  }
  return named;
}

const isAdl = ({ uri }: XmlElement): boolean => /adlseq/i.test(uri);

function readObjective(
  element: XmlElement,
  { primary, adl, values }: { primary: boolean; adl: ReadonlyMap<string, readonly XmlElement[]>; values: Values },
): Objective | undefined {
  const objectiveId = attributeOf(element, 'objectiveID');
  if (objectiveId === undefined && !primary) {
    return values.leftOut(element, 'An objective without an objectiveID was left out.');
  }
  const measure = childOf(element, 'minNormalizedMeasure');
  const same = objectiveId === undefined ? undefined : adl.get(objectiveId);
  const maps = readMaps(element, same ?? [], values);
  return present<Objective>({
    objectiveId,
    primary,
    satisfiedByMeasure: values.flag(element, 'satisfiedByMeasure'),
    minNormalizedMeasure: measure && values.decimal(measure, 'minNormalizedMeasure', textOf(measure), -1, 1),
    maps: maps.length === 0 ? undefined : maps,
  });
}

/** Unless said otherwise a map reads everything that its own kind knows, and writes nothing (SN 4th Edition, 3.10.2). */
function readMaps(element: XmlElement, adl: readonly XmlElement[], values: Values): ObjectiveMap[] {
  const targets = new Map<string, { read: Shared[]; write: Shared[] }>();
  const add = (map: XmlElement, names: readonly Shared[]): void => {
    const target = attributeOf(map, 'targetObjectiveID');
    if (target === undefined) {
      values.leftOut(map, 'A mapInfo without a targetObjectiveID was left out.');
      return;
    }
    const at = targets.get(target) ?? { read: [], write: [] };
    at.read.push(...names.filter((name) => values.flag(map, `read${name}`) ?? true));
    at.write.push(...names.filter((name) => values.flag(map, `write${name}`) ?? false));
    targets.set(target, at);
  };
  for (const map of childrenOf(element, 'mapInfo')) add(map, IMS_SHARED);
  for (const map of adl.flatMap((objective) => childrenOf(objective, 'mapInfo'))) add(map, ADL_SHARED);
  return [...targets].map(([targetObjectiveId, { read, write }]) => ({ targetObjectiveId, read, write }));
}
