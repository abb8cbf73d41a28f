import type { StructureNode } from '../manifest.ts';

/** Digits behind the point that cmi5 allows a mastery score (cmi5 13.1.4); the other formats take as many. */
const DIGITS = 4;

/** The score from 0 to 1 at which a node is passed, wherever its format keeps it; undefined when it says nothing. */
export function masteryOf({ scorm12, scorm2004, cmi5 }: StructureNode): number | undefined {
  if (scorm12?.masteryScore !== undefined) return scorm12.masteryScore / 100;
  if (cmi5?.masteryScore !== undefined) return cmi5.masteryScore;
  const primary = scorm2004?.sequencing?.objectives?.find((objective) => objective.primary);
  // A measure below zero has no place on the other scales (SN 3.10).
  return primary?.satisfiedByMeasure === true ? Math.max(0, primary.minNormalizedMeasure ?? 1) : undefined;
}

/** A number without an exponent and without zeros at its end. */
export const decimal = (value: number): string => String(Number(value.toFixed(DIGITS)));
