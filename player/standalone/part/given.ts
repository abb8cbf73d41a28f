/** What the manifest says of a node, as its run-time wants it. */
import { hash53 } from '../../../domain/kernel/hash53.ts';
import type { Scorm2004NodeData } from '../../../domain/package/scorm2004/node-data.ts';
import type { PlayableNode } from '../course-file.ts';
import { LRS_ORIGIN } from '../lrs/lrs-address.ts';
import type { AuGiven } from './au-part.ts';
import type { Scorm2004Given } from './scorm2004-part.ts';

/** What a primary objective that is satisfied by measure asks for when it says no more (SN 3.10.1). */
const MEASURE_DEFAULT = 1;

export function scorm2004Given(data: Scorm2004NodeData): Scorm2004Given {
  const { completionThreshold, sequencing } = data;
  const objectives = sequencing?.objectives ?? [];
  const primary = objectives.find((objective) => objective.primary);
  return {
    launchData: data.dataFromLms,
    timeLimitAction: data.timeLimitAction,
    completionThreshold: completionThreshold?.completedByMeasure ? completionThreshold.minProgressMeasure : undefined,
    scaledPassingScore: primary?.satisfiedByMeasure ? (primary.minNormalizedMeasure ?? MEASURE_DEFAULT) : undefined,
    maxTimeAllowed: sequencing?.limitConditions?.attemptAbsoluteDurationLimit,
    objectives: objectives.map(({ objectiveId }) => objectiveId).filter((id) => id !== undefined),
    stores: data.data?.map(({ targetId }) => targetId),
    completionSetByContent: sequencing?.deliveryControls?.completionSetByContent,
  };
}

export function auGiven(node: PlayableNode): AuGiven {
  const { cmi5, xapi } = node;
  // The LMS makes the id of a launched AU; it is never the publisher's (cmi5 9.4). Nothing in it needs an escape, because
  // some AUs decode the address that they were launched with twice.
  const activityId = xapi?.id ?? `${LRS_ORIGIN}/activities/${hash53(node.id).toString(36)}`;
  if (cmi5 === undefined) return { activityId };
  const { publisherId, moveOn = 'NotApplicable', masteryScore, launchParameters, entitlementKey } = cmi5;
  return { activityId, cmi5: { publisherId, moveOn, masteryScore, launchParameters, entitlementKey } };
}
