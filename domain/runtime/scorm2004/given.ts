/** What the manifest says of a SCO, as its run-time wants it. */
import type { Scorm2004NodeData } from '../../package/scorm2004/node-data.ts';
import type { Scorm2004Init } from './state.ts';

/** What a primary objective that is satisfied by measure asks for when it says no more (SN 3.10.1). */
const MEASURE_DEFAULT = 1;

type Given = Omit<Scorm2004Init, 'learnerId' | 'learnerName' | 'credit' | 'mode'>;

export function scorm2004Given(data: Scorm2004NodeData): Given {
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
    stores: data.data?.map(({ targetId, readSharedData, writeSharedData }) => ({
      id: targetId,
      read: readSharedData,
      write: writeSharedData,
    })),
    completionSetByContent: sequencing?.deliveryControls?.completionSetByContent,
  };
}
