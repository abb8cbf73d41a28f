/** What the manifest says of a SCO, as its run-time wants it. */
import type { Scorm2004NodeData } from '../../package/scorm2004/node-data.ts';
import { jsonBytes } from '../element-store.ts';
import type { Scorm2004Init } from './state.ts';

/** What a primary objective that is satisfied by measure asks for when it says no more (SN 3.10.1). */
const MEASURE_DEFAULT = 1;

/**
 * What the ids of objectives may come to in a state, where each stands twice, and those of stores: a course names a
 * handful, and a state of `STATE_BYTES_MAX` has to fit a row of 2 MB with them.
 */
const IDS_BYTES_MAX = 50_000;
/** What an id costs beside itself: names, quotes and commas. */
const ID_OVERHEAD_BYTES = 60;

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
    objectives: fitting(
      objectives.flatMap(({ objectiveId }) => objectiveId ?? []),
      (id) => id,
    ),
    stores: fitting(data.data ?? [], ({ targetId }) => targetId).map(
      ({ targetId, readSharedData, writeSharedData }) => ({
        id: targetId,
        read: readSharedData,
        write: writeSharedData,
      }),
    ),
    completionSetByContent: sequencing?.deliveryControls?.completionSetByContent,
  };
}

/** As many as fit, from the first on. */
function fitting<Item>(items: readonly Item[], idOf: (item: Item) => string): Item[] {
  let left = IDS_BYTES_MAX;
  return items.filter((item) => {
    left -= 2 * jsonBytes(idOf(item)) + ID_OVERHEAD_BYTES;
    return left >= 0;
  });
}
